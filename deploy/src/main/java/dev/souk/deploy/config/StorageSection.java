package dev.souk.deploy.config;

import dev.souk.storage.Durability;
import dev.souk.storage.rocksdb.RocksConfig;
import java.nio.file.Path;

/** {@code [storage]}. */
final class StorageSection extends Section<RocksConfig> {
    private final Setting<RocksConfig, Path> path = addForStart(
            "path",
            Text.ofLength(1, 1_000).as(Path::of, Path::toString),
            RocksConfig::path,
            "The folder of the events, from the working folder on; created when it is not there.");
    private final Setting<RocksConfig, Durability> durability = addForStart(
            "durability",
            Text.oneOf(Durability.class),
            RocksConfig::durability,
            "When OK means safe from a crash of the machine: commit at once, interval within a second, none never.");
    private final Setting<RocksConfig, Long> blockCacheBytes = addForStart(
            "block_cache_bytes",
            new WholeNumber(1L << 20, 1L << 40, "bytes"),
            RocksConfig::blockCacheBytes,
            "Memory for blocks read from disk, beside the Java heap.");
    private final Setting<RocksConfig, Long> writeBufferBytes = addForStart(
            "write_buffer_bytes",
            new WholeNumber(1L << 20, 1L << 32, "bytes"),
            RocksConfig::writeBufferBytes,
            "Memory of one write buffer of a column family, beside the Java heap.");
    private final Setting<RocksConfig, Long> hotEventBytes = addForStart(
            "hot_event_bytes",
            new WholeNumber(0, 1L << 40, "bytes"),
            RocksConfig::hotEventBytes,
            "Java heap for events that are asked for often.");
    private final Setting<RocksConfig, Long> keptRemovals = addForStart(
            "kept_removals",
            new WholeNumber(1_000, 1_000_000_000_000L, "removals"),
            RocksConfig::keptRemovals,
            "How many of the latest removals followers of the change feed can still learn of.");

    StorageSection() {
        super("storage", "Where and how events are kept.", RocksConfig.DEFAULT, SoukConfig::storage);
    }

    @Override
    RocksConfig read(Values values) {
        return new RocksConfig(
                values.get(path),
                values.get(durability),
                values.get(blockCacheBytes),
                values.get(writeBufferBytes),
                values.get(hotEventBytes),
                values.get(keptRemovals));
    }
}
