package dev.souk.storage.rocksdb;

import dev.souk.storage.Durability;
import java.nio.file.Path;

/**
 * Where and how the store keeps its files.
 *
 * @param path the folder; created when it is not there
 * @param durability when a commit is safe from a crash of the machine
 * @param blockCacheBytes memory for blocks read from disk
 * @param writeBufferBytes memory of one write buffer of a column family
 * @param hotEventBytes Java heap for events that are asked for often
 * @param keptRemovals how many of the latest removals the change feed remembers
 */
public record RocksConfig(
        Path path,
        Durability durability,
        long blockCacheBytes,
        long writeBufferBytes,
        long hotEventBytes,
        long keptRemovals) {
    /** Fit for a machine of 2 GB. */
    public static final RocksConfig DEFAULT =
            new RocksConfig(Path.of("souk-data"), Durability.COMMIT, 128L << 20, 32L << 20, 24L << 20, 10_000_000);

    /** These settings with the files elsewhere. */
    public RocksConfig at(Path folder) {
        return new RocksConfig(folder, durability, blockCacheBytes, writeBufferBytes, hotEventBytes, keptRemovals);
    }
}
