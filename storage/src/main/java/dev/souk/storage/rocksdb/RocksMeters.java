package dev.souk.storage.rocksdb;

import dev.souk.storage.StoreMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.TickerType;

/** What RocksDB can tell about itself. Read when somebody looks, but for what it counts all the time. */
final class RocksMeters {
    private final Database database;

    RocksMeters(Database database) {
        this.database = database;
    }

    List<StoreMeter> all() {
        return List.of(
                level(
                        "compactions.pending.bytes",
                        "Bytes that compaction has to rewrite; writes are slowed down when there are too many",
                        "rocksdb.estimate-pending-compaction-bytes"),
                level("compactions.running", "Compactions that run", "rocksdb.num-running-compactions"),
                level("flushes.running", "Write buffers that are being written to disk", "rocksdb.num-running-flushes"),
                level("memtables.bytes", "Bytes in write buffers", "rocksdb.cur-size-all-mem-tables"),
                level(
                        "readers.bytes",
                        "Memory of indexes and filters outside the cache",
                        "rocksdb.estimate-table-readers-mem"),
                level("background.errors", "Flushes and compactions that failed", "rocksdb.background-errors"),
                single("cache.bytes", "Bytes in the block cache", "rocksdb.block-cache-usage"),
                single("write.stopped", "1 when writes wait for compaction", "rocksdb.is-write-stopped"),
                single(
                        "write.delayed.bytes.per.second",
                        "How fast writes are let through while compaction lags; 0 when they are not slowed down",
                        "rocksdb.actual-delayed-write-rate"),
                count("stall.micros", "Microseconds that writes waited for compaction", TickerType.STALL_MICROS),
                count("cache.hits", "Blocks found in the block cache", TickerType.BLOCK_CACHE_HIT),
                count("cache.misses", "Blocks read from disk", TickerType.BLOCK_CACHE_MISS),
                count("compaction.read.bytes", "Bytes read by compaction", TickerType.COMPACT_READ_BYTES),
                count("compaction.written.bytes", "Bytes written by compaction", TickerType.COMPACT_WRITE_BYTES),
                count("flush.written.bytes", "Bytes of write buffers written to disk", TickerType.FLUSH_WRITE_BYTES),
                count("wal.syncs", "Times the log was synced", TickerType.WAL_FILE_SYNCED),
                new StoreMeter("disk.free.bytes", "Free on the disk of the store", false, this::freeBytes));
    }

    private StoreMeter level(String name, String description, String property) {
        return new StoreMeter(name, description, false, () -> read(() -> database.total(property)));
    }

    /** Of what all families share. */
    private StoreMeter single(String name, String description, String property) {
        return new StoreMeter(name, description, false, () -> read(() -> database.property(Family.EVENTS, property)));
    }

    private StoreMeter count(String name, String description, TickerType ticker) {
        return new StoreMeter(name, description, true, () -> database.count(ticker));
    }

    private interface Reading {
        long take() throws RocksDBException;
    }

    private static double read(Reading reading) {
        try {
            return (double) reading.take();
        } catch (RocksDBException e) {
            return Double.NaN;
        }
    }

    private double freeBytes() {
        try {
            return (double) Files.getFileStore(database.path()).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
