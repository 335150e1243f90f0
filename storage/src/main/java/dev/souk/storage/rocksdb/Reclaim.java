package dev.souk.storage.rocksdb;

import org.rocksdb.CompactRangeOptions;
import org.rocksdb.RocksDBException;

/**
 * Gives the space of removed events back: has RocksDB write their families anew, one after the other, beside its own
 * compactions. {@link #run} belongs to one thread at a time, {@link #cancel} to any.
 */
final class Reclaim implements AutoCloseable {
    private final Database database;
    private final CompactRangeOptions how =
            new CompactRangeOptions().setExclusiveManualCompaction(false).setMaxSubcompactions(1);

    Reclaim(Database database) {
        this.database = database;
    }

    void run() {
        for (Family family : Family.values()) {
            if (family.isOfEvents() && !how.canceled()) {
                compact(family);
            }
        }
    }

    private void compact(Family family) {
        try {
            database.compact(family, how);
        } catch (RocksDBException e) {
            if (!how.canceled()) {
                throw RocksEventStore.failure("cannot give space of " + family.wireName() + " back", e);
            }
        }
    }

    void cancel() {
        how.setCanceled(true);
    }

    /** What events and their indexes take. */
    long eventBytes() throws RocksDBException {
        long bytes = 0;
        for (Family family : Family.values()) {
            if (family.isOfEvents()) {
                bytes += database.property(family, "rocksdb.live-sst-files-size")
                        + database.property(family, "rocksdb.cur-size-all-mem-tables");
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        how.close();
    }
}
