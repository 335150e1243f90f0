package dev.souk.storage.rocksdb;

import org.rocksdb.RocksDBException;

/**
 * How far back the change feed remembers removals. The horizon is written by the writer, before what lies behind it is
 * forgotten, and read by anyone.
 */
final class RemovalLog {
    private final Database database;
    private final long kept;
    private volatile long horizon;

    RemovalLog(Database database, long kept) throws RocksDBException {
        this.database = database;
        this.kept = kept;
        byte[] stored = database.get(Family.META, Keys.REMOVALS_FROM);
        this.horizon = stored == null ? 0 : Keys.toLong(stored, 0);
    }

    /** Removals up to this change are forgotten. */
    long horizon() {
        return horizon;
    }

    /** Forgets removals that are more than the kept number of changes old; in steps, as each costs a range tombstone. */
    void trim(long sequence) throws RocksDBException {
        long target = sequence - kept;
        if (target - horizon > kept / 10) {
            database.put(Family.META, Keys.REMOVALS_FROM, Keys.ofLong(target));
            horizon = target;
            database.deleteRange(Family.REMOVALS, Keys.ofLong(0), Keys.ofLong(target + 1));
        }
    }
}
