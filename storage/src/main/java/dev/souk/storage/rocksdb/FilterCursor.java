package dev.souk.storage.rocksdb;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.StoredEvent;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The matches of one filter: rows of the cheapest index, each checked in full on the event's header. */
final class FilterCursor implements EventCursor {
    /** Rows that may be spent, once the limit is reached, to find out whether there is more. */
    private static final int PROOF_ROWS = 100;

    private final RocksSnapshot snapshot;
    private final Filter filter;
    private final Predicate<EventHeader> visible;
    private final Rows rows;
    private final long nowSeconds;
    private int left;
    private long proofEnd;
    private @Nullable Row last;
    private long fetched;
    private boolean hasHidden;

    FilterCursor(RocksSnapshot snapshot, Filter filter, Predicate<EventHeader> visible) {
        this.snapshot = snapshot;
        this.filter = filter;
        this.visible = visible;
        this.rows = new QueryPlanner(snapshot).plan(filter);
        this.nowSeconds = snapshot.nowSeconds();
        this.left = filter.limit().orElse(Integer.MAX_VALUE);
        this.proofEnd = left == 0 ? PROOF_ROWS : Long.MAX_VALUE;
    }

    @Override
    public Step advance(int budget) {
        long end = examined() + budget;
        while (true) {
            if (examined() > proofEnd) {
                return new Step.Finished(Remainder.UNKNOWN);
            }
            if (!rows.prepare(Math.clamp(end - examined(), 1, Integer.MAX_VALUE))) {
                return new Step.Paused();
            }
            Optional<Row> row = rows.next();
            if (row.isEmpty()) {
                return new Step.Finished(hasHidden ? Remainder.UNKNOWN : Remainder.NONE);
            }
            Optional<StoredEvent> match = match(row.get());
            if (match.isPresent()) {
                if (left == 0) {
                    return new Step.Finished(Remainder.SOME);
                }
                left--;
                rows.matched();
                proofEnd = left == 0 ? examined() + PROOF_ROWS : proofEnd;
                return new Step.Match(match.get());
            }
            if (examined() >= end) {
                return new Step.Paused();
            }
        }
    }

    /** The row's event, if the row was not shown before and it fulfils the whole filter. */
    private Optional<StoredEvent> match(Row row) {
        if (last != null && row.compareTo(last) <= 0) {
            return Optional.empty();
        }
        last = row;
        fetched++;
        return snapshot.shown(row.sequence()).filter(event -> isShown(event.header()));
    }

    private boolean isShown(EventHeader event) {
        if (!filter.matches(event) || event.hasExpired(nowSeconds)) {
            return false;
        }
        boolean isVisible = visible.test(event);
        hasHidden |= !isVisible;
        return isVisible;
    }

    @Override
    public long examined() {
        return rows.examined() + fetched;
    }

    @Override
    public void suspend() {
        rows.suspend();
    }

    @Override
    public void close() {
        rows.suspend();
    }
}
