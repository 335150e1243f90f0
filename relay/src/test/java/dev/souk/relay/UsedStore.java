package dev.souk.relay;

import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.mirror.Mirrors;
import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksConfig;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An empty store on which a relay has been before, so that its tables are there. For each table that is made RocksDB writes
 * the options of all of them, and reads them again: a third of what a relay costs that is started, asked once and stopped.
 */
final class UsedStore {
    private final Map<String, byte[]> files;

    private UsedStore(Map<String, byte[]> files) {
        this.files = files;
    }

    /** The files that a relay with these settings leaves behind. */
    static UsedStore by(RelayConfig config, Instant now) {
        try {
            Path folder = Files.createTempDirectory("souk-test");
            try (EventStore store = RocksEventStore.open(small(folder), () -> now)) {
                RunningConfig running = new RunningConfig(config);
                Mirrors mirrors = new Mirrors(running, store, Optional.empty());
                Relay.start(running, store, List.of(mirrors), () -> now, "test", failure -> {})
                        .close();
            }
            UsedStore used = new UsedStore(read(folder));
            delete(folder);
            return used;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Little memory, for many of them run after each other. */
    static RocksConfig small(Path folder) {
        RocksConfig defaults = RocksConfig.DEFAULT;
        return new RocksConfig(folder, defaults.durability(), 16 << 20, 4 << 20, 1 << 20, defaults.keptRemovals());
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> read = new HashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                read.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return read;
    }

    /** Puts a copy into a folder. */
    void copyTo(Path folder) {
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
