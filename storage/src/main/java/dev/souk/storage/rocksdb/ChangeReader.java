package dev.souk.storage.rocksdb;

import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Reads the change feed: the events, the removals and, for whoever must see them, the events that left unread; merged by
 * sequence, as one snapshot shows them.
 */
final class ChangeReader {
    /** A page ends with the event that reaches this, however few it has. */
    static final long MAX_PAGE_BYTES = 8 << 20;

    private final Database database;
    private final RemovalLog removals;
    private final boolean showsUnread;

    ChangeReader(Database database, RemovalLog removals, boolean showsUnread) {
        this.database = database;
        this.removals = removals;
        this.showsUnread = showsUnread;
    }

    Changes after(long sequence, long beganAt, int max) throws RocksDBException {
        org.rocksdb.Snapshot snapshot = database.snapshot();
        try {
            // Asked after the snapshot is taken: what is forgotten from now on is still in it.
            if (sequence != 0 && Math.max(sequence, beganAt) < removals.horizon()) {
                return new Changes(List.of(), true, 0);
            }
            return page(snapshot, sequence, max);
        } finally {
            database.release(snapshot);
        }
    }

    private Changes page(org.rocksdb.Snapshot snapshot, long sequence, int max) throws RocksDBException {
        try (ReadOptions options = new ReadOptions().setSnapshot(snapshot);
                RocksIterator stored = database.iterator(Family.EVENTS, options);
                RocksIterator removed = database.iterator(Family.REMOVALS, options);
                RocksIterator unread = database.iterator(Family.UNREAD, options)) {
            stored.seek(Keys.ofLong(sequence + 1));
            removed.seek(Keys.ofLong(sequence + 1));
            unread.seek(Keys.ofLong(showsUnread ? sequence + 1 : Long.MAX_VALUE));
            List<Change> changes = merge(stored, removed, unread, max);
            stored.status();
            removed.status();
            unread.status();
            return new Changes(
                    changes,
                    false,
                    changes.isEmpty() ? sequence : changes.getLast().sequence());
        }
    }

    private static List<Change> merge(RocksIterator stored, RocksIterator removed, RocksIterator unread, int max) {
        List<Change> changes = new ArrayList<>();
        long bytes = 0;
        while (changes.size() < max
                && bytes < MAX_PAGE_BYTES
                && (stored.isValid() || removed.isValid() || unread.isValid())) {
            RocksIterator event = numberOf(unread) < numberOf(stored) ? unread : stored;
            long nextRemoved = numberOf(removed);
            if (numberOf(event) < nextRemoved) {
                byte[] value = event.value();
                bytes += value.length;
                changes.add(new Change.Stored(EventRecord.decode(numberOf(event), value)));
                event.next();
            } else {
                changes.add(RemovalRecord.decode(nextRemoved, removed.value()));
                removed.next();
            }
        }
        return changes;
    }

    private static long numberOf(RocksIterator iterator) {
        return iterator.isValid() ? Keys.toLong(iterator.key(), 0) : Long.MAX_VALUE;
    }
}
