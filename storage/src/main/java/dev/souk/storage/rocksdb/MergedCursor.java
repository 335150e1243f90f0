package dev.souk.storage.rocksdb;

import dev.souk.protocol.EventHeader;
import dev.souk.storage.EventCursor;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Merges the cursors of several filters, newest first. Equal events meet at the front, so none is shown twice. */
final class MergedCursor implements EventCursor {
    private final List<FilterCursor> all;
    private final List<FilterCursor> unread;
    private final PriorityQueue<Head> heads = new PriorityQueue<>();
    private Remainder remainder = Remainder.NONE;
    private long lastSequence = -1;

    /** A cursor's next match. Ordered as the cursors' own rows are, or equal events would not meet. */
    private record Head(StoredEvent event, FilterCursor cursor) implements Comparable<Head> {
        private Row row() {
            EventHeader header = event.header();
            return new Row(header.createdAt(), header.id().a(), event.sequence());
        }

        @Override
        public int compareTo(Head other) {
            return row().compareTo(other.row());
        }
    }

    MergedCursor(List<FilterCursor> cursors) {
        all = List.copyOf(cursors);
        unread = new ArrayList<>(cursors);
    }

    @Override
    public Step advance(int budget) {
        long end = examined() + budget;
        while (true) {
            if (!readHeads(end)) {
                return new Step.Paused();
            }
            Head first = heads.poll();
            if (first == null) {
                return new Step.Finished(remainder);
            }
            unread.add(first.cursor());
            if (first.event().sequence() != lastSequence) {
                lastSequence = first.event().sequence();
                return new Step.Match(first.event());
            }
        }
    }

    /** Brings every cursor that is not finished to its next match; false when the budget ran out before. */
    private boolean readHeads(long end) {
        while (!unread.isEmpty()) {
            FilterCursor cursor = unread.getLast();
            switch (cursor.advance(Math.clamp(end - examined(), 1, Integer.MAX_VALUE))) {
                case Step.Match(StoredEvent event) -> {
                    unread.removeLast();
                    heads.add(new Head(event, cursor));
                }
                case Step.Finished(Remainder of) -> {
                    unread.removeLast();
                    // What one filter's limit kept back another filter may have shown.
                    remainder = of == Remainder.NONE ? remainder : Remainder.UNKNOWN;
                }
                case Step.Paused() -> {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public long examined() {
        return all.stream().mapToLong(FilterCursor::examined).sum();
    }

    @Override
    public void suspend() {
        all.forEach(FilterCursor::suspend);
    }

    @Override
    public void close() {
        all.forEach(FilterCursor::close);
    }
}
