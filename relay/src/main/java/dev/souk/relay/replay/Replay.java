package dev.souk.relay.replay;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.RelayMessage.Eose;
import dev.souk.relay.live.LiveFeed;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.metrics.Shape;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.EventPayload;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.search.AnalysedFilter;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventCursor.Remainder;
import dev.souk.storage.EventCursor.Step;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The stored part of one REQ.
 *
 * <pre>
 * MAKING --> SEARCHING --finished or bound reached--> CATCHING_UP --the live feed reaches back--> DONE
 * </pre>
 */
final class Replay implements Search {
    private static final int ROWS_A_STEP = 256;
    private static final int CHANGES_A_STEP = 1_000;

    private final Subscription subscription;
    private final Budget budget;
    private final LiveFeed live;
    private final long startNanos;
    private final long maxRows;

    private final Shape shape;
    private final Matches matches;
    private Optional<Supplier<List<Event>>> made;
    private boolean isSearching = true;
    private Set<Eose.Hint> hints = Set.of();
    private long sequence;
    private long examined;

    /** @param made makes what is sent first; called once */
    Replay(
            Subscription subscription,
            Budget budget,
            Supplier<List<Event>> made,
            LiveFeed live,
            long startNanos,
            long maxRows) {
        this.subscription = subscription;
        this.budget = budget;
        this.made = Optional.of(made);
        this.live = live;
        this.shape = Shape.of(
                subscription.filters().stream().map(AnalysedFilter::filter).toList());
        this.matches = new Matches(subscription.filters(), subscription.visible());
        this.startNanos = startNanos;
        this.maxRows = maxRows;
    }

    /** One that has searched already, and has to catch up from {@code sequence} only. */
    static Replay resumed(
            Subscription subscription, LiveFeed live, long startNanos, long sequence, Set<Eose.Hint> hints) {
        Replay replay = new Replay(subscription, Budget.UNLIMITED, List::of, live, startNanos, 0);
        replay.isSearching = false;
        replay.sequence = sequence;
        replay.hints = hints;
        return replay;
    }

    @Override
    public Connection connection() {
        return subscription.connection();
    }

    @Override
    public Budget budget() {
        return budget;
    }

    /** EOSE comes without {@code finish}, and a NOTICE before it says why. */
    @Override
    public void cut(Reason reason, List<Parcel> found) {
        // Before the first look there is no place in the feed to go on from.
        if (isSearching && matches.sequence() > 0) {
            endSearch(Set.of());
            Reason told =
                    new Reason(reason.prefix(), "\"" + subscription.id().value() + "\" ends early: " + reason.text());
            found.add(new Parcel.Message(connection(), new RelayMessage.Notice(told.toString())));
        }
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public boolean isCancelled() {
        return subscription.isCancelled();
    }

    @Override
    public long examined() {
        return examined;
    }

    @Override
    public int advance(Sources sources, List<Parcel> found) {
        if (made.isPresent()) {
            return make(made.get(), found);
        }
        if (isSearching) {
            return search(sources, found);
        }
        if (!live.reaches(sequence)) {
            catchUp(sources, found);
        }
        return live.reaches(sequence) ? DONE : 0;
    }

    private int make(Supplier<List<Event>> maker, List<Parcel> found) {
        made = Optional.empty();
        int bytes = 0;
        for (Event event : maker.get()) {
            found.add(subscription.delivery(new EventPayload(event.json())));
            bytes += event.json().length;
        }
        return bytes;
    }

    private int search(Sources sources, List<Parcel> found) {
        EventCursor cursor = matches.in(sources);
        sequence = matches.sequence();
        Step step = cursor.advance(ROWS_A_STEP);
        examined = cursor.examined() + matches.searched();
        return switch (step) {
            case Step.Match(StoredEvent event) -> {
                found.add(subscription.delivery(new EventPayload(event.json())));
                yield event.json().length;
            }
            case Step.Paused() -> {
                if (cursor.examined() >= maxRows) {
                    endSearch(Set.of());
                }
                yield 0;
            }
            case Step.Finished(Remainder remainder) -> {
                endSearch(
                        switch (remainder) {
                            case NONE -> Set.of(Eose.Hint.FINISH);
                            case SOME -> Set.of(Eose.Hint.MORE);
                            case UNKNOWN -> Set.<Eose.Hint>of();
                        });
                yield 0;
            }
        };
    }

    private void endSearch(Set<Eose.Hint> known) {
        hints = known;
        isSearching = false;
        close();
    }

    /** Adds what was stored since and is wanted, a page at a time, so that the live feed can take over. */
    private void catchUp(Sources sources, List<Parcel> found) {
        Changes changes = sources.store().changesAfter(sequence, CHANGES_A_STEP);
        if (changes.isTruncated()) {
            throw new StorageException("the change feed no longer reaches back to " + sequence);
        }
        for (Change change : changes.changes()) {
            if (change instanceof Change.Stored(StoredEvent event)
                    && subscription.wants(event.header(), sources.texts().of(event.header(), event.json()))) {
                found.add(subscription.delivery(new EventPayload(event.json())));
            }
        }
        sequence = changes.next();
    }

    /** The live feed takes over. */
    @Override
    public void finish(List<Parcel> last) {
        live.adopt(subscription, last, sequence, hints);
    }

    @Override
    public void fail(Reason reason) {
        subscription.end(reason);
    }

    @Override
    public void suspend() {
        matches.suspend();
    }

    @Override
    public void close() {
        matches.close();
    }
}
