package dev.souk.relay.replay;

import dev.souk.protocol.Filter;
import dev.souk.protocol.HyperLogLog;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.SubscriptionId;
import dev.souk.relay.metrics.Shape;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.policy.Sight;
import dev.souk.relay.search.AnalysedFilter;
import dev.souk.storage.IndexCount;
import dev.souk.storage.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One COUNT (NIP-45): the events that at least one of its filters matches and the asker may see. Past a number of rows it
 * ends with what it knows, and says that this is approximate. Cancelling is final and may happen on any thread.
 *
 * <pre>
 * one filter that an index can count:   private kinds are read, the rest is counted row by row
 *   and authors are to be estimated:    the events are read; past half of the rows, it goes on as above, and the
 *                                       authors stay unknown
 * anything else:                        the events are read
 * </pre>
 */
public final class Count implements Search {
    private final SubscriptionId id;
    private final List<Filter> filters;
    private final Sight sight;
    private final Budget budget;
    private final Connection connection;
    private final Consumer<Count> onEnd;
    private final long maxRows;
    private final long startNanos = System.nanoTime();

    private volatile boolean isCancelled;
    private Optional<HyperLogLog> authors;
    private boolean hasBegun;

    /** Not found out yet whether an index can count. */
    private boolean mayCountRows = true;

    /** When events are read. */
    private @Nullable Matches matches;

    /** When rows are counted. */
    private @Nullable Snapshot snapshot;

    private final Deque<Tally> tallies = new ArrayDeque<>();

    /** Work and events of tallies that are over. */
    private long worked;

    private long counted;
    private boolean isCut;

    /** Nothing is left to spend. */
    private boolean isOver;

    /**
     * A new one.
     *
     * @param filters whose limits do not count
     * @param sight what the client may see, whatever it asks for
     * @param firstItem of the first tag condition, if different authors are to be estimated by it
     * @param budget of the client
     * @param maxRows index rows it may cost, an event that is read standing for twenty
     * @param onEnd told on the connection's outlet thread when it is answered or has failed
     */
    public Count(
            SubscriptionId id,
            List<Filter> filters,
            Sight sight,
            Optional<String> firstItem,
            Budget budget,
            long maxRows,
            Connection connection,
            Consumer<Count> onEnd) {
        this.id = id;
        this.filters = filters.stream().map(Filter::withoutLimit).toList();
        this.sight = sight;
        this.authors = firstItem.map(HyperLogLog::of);
        this.budget = budget;
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

    @Override
    public Shape shape() {
        return Shape.of(filters);
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
        return rows() + (matches == null ? 0 : matches.searched());
    }

    private long rows() {
        return worked + tallies.stream().mapToLong(Tally::work).sum();
    }

    @Override
    public int advance(Sources sources, List<Parcel> found) {
        if (!hasBegun) {
            hasBegun = true;
            begin(sources);
        }
        if (isOver) {
            return cut();
        }
        Tally tally = tallies.element();
        if (tally.advance()) {
            isCut |= matches != null && matches.isCut();
            end(tally);
            return tallies.isEmpty() ? DONE : 0;
        }
        if (authors.isPresent() && rows() > maxRows / 2) {
            countRows(sources);
        }
        return rows() < maxRows ? 0 : cut();
    }

    @Override
    public Budget budget() {
        return budget;
    }

    /** The number says that it is approximate, and a NOTICE why. */
    @Override
    public void cut(Reason reason, List<Parcel> found) {
        if (!isOver) {
            isOver = true;
            Reason told = new Reason(reason.prefix(), "\"" + id.value() + "\" ends early: " + reason.text());
            found.add(new Parcel.Message(connection, new RelayMessage.Notice(told.toString())));
        }
    }

    private int cut() {
        isCut = true;
        counted += tallies.stream().mapToLong(Tally::events).sum();
        return DONE;
    }

    private void begin(Sources sources) {
        if (authors.isPresent() || !countByIndex(sources)) {
            Matches read = new Matches(filters.stream().map(AnalysedFilter::of).toList(), sight.visible());
            matches = read;
            tallies.add(new EventTally(read.in(sources), authors));
        }
    }

    /** Counts anew, without the authors, if that can be done faster. */
    private void countRows(Sources sources) {
        Tally reading = tallies.element();
        if (countByIndex(sources)) {
            tallies.remove();
            worked += reading.work();
            reading.close();
            authors = Optional.empty();
        }
    }

    /** Adds what counts a single filter by an index, if there is one that can. */
    private boolean countByIndex(Sources sources) {
        if (!mayCountRows || filters.size() != 1) {
            return false;
        }
        mayCountRows = false;
        Filter filter = filters.get(0);
        Snapshot state = sources.store().snapshot();
        Optional<IndexCount> rows = state.count(filter, sight.privateKinds().all());
        if (rows.isEmpty()) {
            state.close();
            return false;
        }
        snapshot = state;
        sight.guarded(filter)
                .ifPresent(part ->
                        tallies.add(new EventTally(state.find(List.of(part), sight.visible()), Optional.empty())));
        tallies.add(new IndexTally(rows.get()));
        return true;
    }

    private void end(Tally tally) {
        tallies.remove();
        worked += tally.work();
        counted += tally.events();
        tally.close();
    }

    @Override
    public void finish(List<Parcel> last) {
        end(last, new RelayMessage.Counted(id, counted, isCut, authors.map(HyperLogLog::hex)));
    }

    @Override
    public void fail(Reason reason) {
        end(List.of(), new RelayMessage.Closed(id, reason));
    }

    private void end(List<Parcel> before, RelayMessage answer) {
        List<Parcel> parcels = new ArrayList<>(before);
        parcels.add(new Parcel.Message(connection, answer));
        parcels.add(new Parcel.Callback(connection, () -> onEnd.accept(this)));
        connection.outlet().post(parcels);
    }

    @Override
    public void suspend() {
        tallies.forEach(Tally::suspend);
    }

    @Override
    public void close() {
        tallies.forEach(Tally::close);
        tallies.clear();
        if (matches != null) {
            matches.close();
            matches = null;
        }
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
    }
}
