package dev.souk.relay.replay;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.HyperLogLog;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.SubscriptionId;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.search.AnalysedFilter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventCursor.Step;
import dev.souk.storage.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One COUNT (NIP-45): the events that at least one of its filters matches and the asker may see. Past a number of rows
 * it ends with what it has, and says so. Cancelling is final and may happen on any thread.
 */
public final class Count implements Search {
    private static final int ROWS_A_STEP = 256;

    private final SubscriptionId id;
    private final Matches matches;
    private final Optional<HyperLogLog> authors;
    private final Connection connection;
    private final Consumer<Count> onEnd;
    private final long maxRows;
    private final long startNanos = System.nanoTime();

    private volatile boolean isCancelled;
    private long examined;
    private long counted;
    private boolean isCut;

    /**
     * A new one.
     *
     * @param filters whose limits do not count
     * @param visible what the client may see, whatever it asks for
     * @param firstItem of the first tag condition, if different authors are to be estimated by it
     * @param onEnd told on the connection's outlet thread when it is answered or has failed
     */
    public Count(
            SubscriptionId id,
            List<Filter> filters,
            Predicate<EventHeader> visible,
            Optional<String> firstItem,
            long maxRows,
            Connection connection,
            Consumer<Count> onEnd) {
        this.id = id;
        this.matches = new Matches(
                filters.stream()
                        .map(filter -> AnalysedFilter.of(filter.withoutLimit()))
                        .toList(),
                visible);
        this.authors = firstItem.map(HyperLogLog::of);
        this.maxRows = maxRows;
        this.connection = connection;
        this.onEnd = onEnd;
    }

    public SubscriptionId id() {
        return id;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    /** Ends it without an answer. */
    public void cancel() {
        isCancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return isCancelled || !connection.isOpen();
    }

    @Override
    public long examined() {
        return examined;
    }

    @Override
    public int advance(Sources sources, List<Parcel> found) {
        EventCursor cursor = matches.in(sources);
        Step step = cursor.advance(ROWS_A_STEP);
        examined = cursor.examined();
        switch (step) {
            case Step.Match(StoredEvent event) -> {
                counted++;
                authors.ifPresent(registers -> registers.add(event.header().pubkey()));
            }
            case Step.Paused() -> {}
            case Step.Finished(var remainder) -> {
                isCut = matches.isCut();
                return DONE;
            }
        }
        isCut = examined >= maxRows;
        return isCut ? DONE : 0;
    }

    @Override
    public void finish() {
        end(new RelayMessage.Counted(id, counted, isCut, authors.map(HyperLogLog::hex)));
    }

    @Override
    public void fail(Reason reason) {
        end(new RelayMessage.Closed(id, reason));
    }

    private void end(RelayMessage answer) {
        connection
                .outlet()
                .post(List.of(
                        new Parcel.Message(connection, answer),
                        new Parcel.Callback(connection, () -> onEnd.accept(this))));
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
