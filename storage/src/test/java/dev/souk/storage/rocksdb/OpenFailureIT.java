package dev.souk.storage.rocksdb;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.storage.Durability;
import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Whoever cannot open a store is told why, and what to do. */
class OpenFailureIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    private EventStore open() {
        return RocksEventStore.open(
                new RocksConfig(folder, Durability.NONE, 8 << 20, 1 << 20, 1 << 20, 1_000), InstantSource.system());
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(StorageException.class, () -> open().close()).getMessage());
    }

    private Path file(String beginning, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .filter(file -> file.getFileName().toString().endsWith(end))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private void isDamaged() {
        String refusal = refusal();
        assertTrue(refusal.startsWith("the store in " + folder + " is damaged: move it away and restore"), refusal);
    }

    private void fill() {
        try (EventStore store = open()) {
            store.save(IntStream.range(0, 1_000)
                    .mapToObj(i -> note("" + i).unsigned())
                    .toList());
            store.reclaim();
        }
    }

    @Test
    void aStoreThatIsOpenIsInUse() {
        try (EventStore first = open()) {
            assertEquals(0, first.sequence());
            String refusal = refusal();
            assertTrue(refusal.startsWith("another process uses the store in " + folder), refusal);
        }
    }

    @Test
    void aDamagedListOfFilesIsDamage() throws IOException {
        fill();
        Path manifest = file("MANIFEST-", "");
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[bytes.length / 2]++;
        Files.write(manifest, bytes);
        isDamaged();
    }

    /** What RocksDB says then has "block" in it, which is no lock. */
    @Test
    void aDamagedBlockIsDamage() throws IOException {
        fill();
        Path events = file("", ".sst");
        byte[] bytes = Files.readAllBytes(events);
        for (int i = bytes.length * 3 / 4; i < bytes.length - 53; i++) {
            bytes[i]++;
        }
        Files.write(events, bytes);
        isDamaged();
    }

    @Test
    void aFileThatIsMissingIsDamage() throws IOException {
        fill();
        Files.delete(file("", ".sst"));
        isDamaged();
    }

    private String said(String byRocks) {
        return String.valueOf(
                Database.openFailure(folder, new RocksDBException(byRocks)).getMessage());
    }

    @Test
    void whatOnlyAnotherUserOrProcessSeesIsReadRight() {
        String inUse = said("While lock file: /s/LOCK: Resource temporarily unavailable");
        assertTrue(inUse.startsWith("another process uses the store in "), inUse);
        String denied = said("While open a file for lock: /s/LOCK: Permission denied");
        assertTrue(denied.startsWith("this user may not use the store in "), denied);
        String full = said("No space left on device: While open a file for appending: /s/LOCK");
        assertTrue(full.startsWith("cannot open the store in "), full);
    }
}
