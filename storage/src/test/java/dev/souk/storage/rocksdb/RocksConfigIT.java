package dev.souk.storage.rocksdb;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.storage.Durability;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoreMeter;
import dev.souk.storage.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What an operator sets about the store is what RocksDB has, or does. */
class RocksConfigIT {
    private static final Event NOTE = note("asked for often").unsigned();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    private RocksConfig config(Durability durability, long hotEventBytes) {
        return new RocksConfig(folder.resolve("store"), durability, 3 << 20, 2 << 20, hotEventBytes, 1_000);
    }

    private RocksEventStore open(Durability durability, long hotEventBytes) {
        return RocksEventStore.open(config(durability, hotEventBytes), InstantSource.system());
    }

    @Test
    void theBlockCacheIsAsLargeAsIsSet() throws RocksDBException {
        try (Database database = Database.open(config(Durability.NONE, 0), OpenMode.WRITING)) {
            assertEquals(3 << 20, database.property(Family.EVENTS, "rocksdb.block-cache-capacity"));
        }
    }

    @Test
    void everyWriteBufferIsAsLargeAsIsSet() throws IOException {
        open(Durability.NONE, 0).close();
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            Path options = files.filter(file -> file.getFileName().toString().startsWith("OPTIONS-"))
                    .max(Path::compareTo)
                    .orElseThrow();
            List<String> sizes = Files.readAllLines(options).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("write_buffer_size="))
                    .distinct()
                    .toList();
            assertEquals(List.of("write_buffer_size=" + (2 << 20)), sizes);
        }
    }

    /** An event that is in memory is the same object when it is found again. */
    @Test
    void asMuchIsKeptInMemoryAsIsSet() {
        try (EventStore store = open(Durability.NONE, 1 << 20)) {
            store.save(List.of(NOTE));
            StoredEvent known = found(store);
            assertSame(known, found(store));
        }
        try (EventStore store = open(Durability.NONE, 0)) {
            StoredEvent unknown = found(store);
            assertNotSame(unknown, found(store));
        }
    }

    private static StoredEvent found(EventStore store) {
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(
                        List.of(Filter.builder().ids(Set.of(NOTE.id())).build()))) {
            return cursor.next().orElseThrow();
        }
    }

    private static double syncs(RocksEventStore store) {
        return store.meters().stream()
                .filter(meter -> meter.name().equals("wal.syncs"))
                .map(StoreMeter::value)
                .findFirst()
                .orElseThrow()
                .getAsDouble();
    }

    /** The times that the log is synced while an event is saved, and in the seconds that follow. */
    private double syncs(Durability durability, boolean waits) {
        try (RocksEventStore store = open(durability, 0)) {
            double before = syncs(store);
            store.save(List.of(note(durability.name()).unsigned()));
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (waits && syncs(store) == before && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
            return syncs(store) - before;
        }
    }

    @Test
    void theLogIsSyncedAtOnceOrWithinASecondOrNever() {
        assertEquals(1, syncs(Durability.COMMIT, false));
        assertEquals(0, syncs(Durability.INTERVAL, false));
        assertTrue(syncs(Durability.INTERVAL, true) >= 1);
        assertEquals(0, syncs(Durability.NONE, false));
    }
}
