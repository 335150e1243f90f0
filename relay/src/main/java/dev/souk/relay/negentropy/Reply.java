package dev.souk.relay.negentropy;

import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.negentropy.Answer;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.protocol.negentropy.ItemSet;
import dev.souk.protocol.negentropy.MalformedMessageException;
import dev.souk.protocol.negentropy.Reconciler;
import dev.souk.protocol.negentropy.Union;
import dev.souk.protocol.negentropy.Window;
import dev.souk.relay.config.NegentropyConfig;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.metrics.Shape;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.replay.Budget;
import dev.souk.relay.replay.Matches;
import dev.souk.relay.replay.Search;
import dev.souk.relay.replay.Sources;
import dev.souk.relay.search.AnalysedFilter;
import dev.souk.storage.EventCursor.Step;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one message of a client, in slices on the replay threads: first, once for each reconciliation, what has to be
 * collected; then range by range.
 */
final class Reply implements Search {
    private static final int ROWS_A_STEP = 256;
    private static final int ITEMS_A_LEASE = 1_024;

    private final Negotiation negotiation;
    private final byte[] message;
    private final StoredSets sets;
    private final NegentropyConfig config;
    private final RelayMetrics metrics;
    private final long startNanos = System.nanoTime();

    private final Matches matches;
    private final ItemArray.Builder builder = new ItemArray.Builder();
    private int leased;
    private Table.@Nullable View view;
    private Optional<StoredSet> stored = Optional.empty();
    private Optional<CountedItems> counted = Optional.empty();
    private @Nullable Answer answer;
    private long workNanos;

    /** Rows that were examined to collect the set. */
    private long collecting;

    /** Why there is no answer, and the most items when there were too many. */
    private record Failure(Reason reason, OptionalInt maxItems) {}

    private Optional<Failure> failure;

    Reply(Negotiation negotiation, byte[] message, StoredSets sets, NegentropyConfig config, RelayMetrics metrics) {
        this.negotiation = negotiation;
        this.message = message;
        this.sets = sets;
        this.config = config;
        this.metrics = metrics;
        this.matches = new Matches(
                negotiation.source().collected().stream()
                        .map(AnalysedFilter::of)
                        .toList(),
                negotiation.source().visible());
        // A conversation may have begun long before the budget was spent.
        this.failure = negotiation.budget().emptiness().map(reason -> new Failure(reason, OptionalInt.empty()));
    }

    @Override
    public Connection connection() {
        return negotiation.connection();
    }

    @Override
    public Budget budget() {
        return negotiation.budget();
    }

    /** Half a set compares to nothing: it ends with NEG-ERR. */
    @Override
    public void cut(Reason reason, List<Parcel> found) {
        failure = Optional.of(new Failure(reason, OptionalInt.empty()));
    }

    @Override
    public Shape shape() {
        return Shape.SET;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public boolean isCancelled() {
        return negotiation.hasEnded();
    }

    @Override
    public long examined() {
        return collecting
                + stored.map(StoredSet::read).orElse(0L)
                + counted.map(CountedItems::read).orElse(0L);
    }

    @Override
    public int advance(Sources sources, List<Parcel> found) {
        long begin = System.nanoTime();
        try {
            if (failure.isPresent()) {
                return DONE;
            }
            if (negotiation.collected().isEmpty()) {
                collect(sources);
                return failure.isPresent() ? DONE : 0;
            }
            return answer().advance() ? 0 : DONE;
        } catch (MalformedMessageException e) {
            failure = Optional.of(new Failure(Reason.invalid(String.valueOf(e.getMessage())), OptionalInt.empty()));
            return DONE;
        } finally {
            workNanos += System.nanoTime() - begin;
        }
    }

    private void collect(Sources sources) {
        if (negotiation.source().collected().isEmpty()) {
            negotiation.collected(builder.build());
            return;
        }
        var cursor = matches.in(sources);
        Step step = cursor.advance(ROWS_A_STEP);
        collecting = cursor.examined();
        switch (step) {
            case Step.Match(StoredEvent event) -> {
                failure = room();
                if (failure.isEmpty()) {
                    builder.add(event.header().createdAt(), event.header().id());
                }
            }
            case Step.Paused() -> {}
            case Step.Finished(var remainder) -> {
                matches.close();
                negotiation.collected(builder.build());
            }
        }
    }

    /** Makes room for one item more, or says why there is none. */
    private Optional<Failure> room() {
        if (builder.size() == config.maxItems()) {
            Reason tooMany = Reason.blocked("this query is too big: more than " + config.maxItems() + " events match");
            return Optional.of(new Failure(tooMany, OptionalInt.of(config.maxItems())));
        }
        if (builder.size() == leased) {
            if (!negotiation.lease().grow(ITEMS_A_LEASE)) {
                Reason busy = Reason.error("too much is being reconciled, try again later");
                return Optional.of(new Failure(busy, OptionalInt.empty()));
            }
            leased += ITEMS_A_LEASE;
        }
        return Optional.empty();
    }

    private Answer answer() {
        Answer known = answer;
        if (known == null) {
            int maxBytes = (config.maxMessageBytes() - RelayMessage.NegMsg.MAX_FRAME_BYTES) / 2;
            known = Reconciler.server(set(), maxBytes).answer(message);
            answer = known;
        }
        return known;
    }

    private ItemSet set() {
        Source source = negotiation.source();
        ItemArray collected = negotiation.collected().orElseGet(builder::build);
        CountedItems items = new CountedItems(collected);
        counted = Optional.of(items);
        if (source.stored().isEmpty()) {
            return items;
        }
        Table.View opened = sets.view();
        view = opened;
        StoredSet whole = new StoredSet(opened, source.stored().getAsInt());
        stored = Optional.of(whole);
        ItemSet part = new Window(whole, source.first(), source.end());
        return collected.size() == 0 ? part : new Union(part, items);
    }

    @Override
    public void finish(List<Parcel> last) {
        Answer made = answer;
        if (failure.isPresent()) {
            negotiation.fail(failure.get().reason(), failure.get().maxItems());
        } else if (made != null) {
            byte[] told = made.message();
            metrics.reconciled().record(workNanos, TimeUnit.NANOSECONDS);
            budget().spend(0, 2L * told.length);
            negotiation.answered(told);
        }
    }

    @Override
    public void fail(Reason reason) {
        negotiation.fail(reason, OptionalInt.empty());
    }

    @Override
    public void suspend() {
        matches.suspend();
        stored.ifPresent(StoredSet::suspend);
    }

    @Override
    public void close() {
        matches.close();
        if (view != null) {
            view.close();
            view = null;
        }
    }
}
