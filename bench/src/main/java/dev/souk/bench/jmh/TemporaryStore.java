package dev.souk.bench.jmh;

import dev.souk.storage.Durability;
import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksConfig;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;

/** A RocksDB store in a folder of its own, which goes with it. */
record TemporaryStore(Path folder, EventStore store) implements AutoCloseable {
    static TemporaryStore open(Durability durability) throws IOException {
        Path folder = Files.createTempDirectory("souk-jmh");
        RocksConfig from = RocksConfig.DEFAULT.at(folder);
        RocksConfig config = new RocksConfig(
                folder,
                durability,
                from.blockCacheBytes(),
                from.writeBufferBytes(),
                from.hotEventBytes(),
                from.keptRemovals());
        return new TemporaryStore(folder, RocksEventStore.open(config, InstantSource.system()));
    }

    @Override
    public void close() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
