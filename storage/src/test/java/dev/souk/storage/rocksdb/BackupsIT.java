package dev.souk.storage.rocksdb;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.Durability;
import dev.souk.storage.EventStore;
import dev.souk.storage.Removal;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table.Write;
import dev.souk.storage.rocksdb.Backups.Backup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private EventStore store;

    private static final int PAGE = 10_000;

    private int checkpoints;

    @BeforeEach
    void open() {
        store = open("store");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private EventStore open(String name) {
        return RocksEventStore.open(config(folder.resolve(name)), InstantSource.system());
    }

    private static RocksConfig config(Path path) {
        return new RocksConfig(path, Durability.NONE, 8 << 20, 1 << 20, 1 << 20, 1_000_000);
    }

    private Path backups() {
        return folder.resolve("backups");
    }

    private Backup backUp() {
        Path checkpoint = folder.resolve("checkpoint-" + checkpoints++);
        store.checkpoint(checkpoint);
        try (Backups backups = Backups.open(backups(), 0)) {
            return backups.add(config(checkpoint));
        }
    }

    private void restore(int number, String name) {
        try (Backups backups = Backups.open(backups(), 0)) {
            backups.restore(number, folder.resolve(name));
        }
    }

    private static List<Event> notes(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> note("note " + i).at(1_700_000_000 + i).unsigned())
                .toList();
    }

    private static List<Bytes32> ids(EventStore of) {
        List<Bytes32> ids = new ArrayList<>();
        for (Changes page = of.changesAfter(0, PAGE);
                !page.changes().isEmpty();
                page = of.changesAfter(page.next(), PAGE)) {
            for (Change change : page.changes()) {
                if (change instanceof Change.Stored(StoredEvent event)) {
                    ids.add(event.header().id());
                }
            }
        }
        return ids;
    }

    private static void write(List<Event> notes, EventStore store, AtomicLong saved, AtomicBoolean isOver) {
        for (Event note : notes) {
            if (isOver.get()) {
                return;
            }
            store.save(List.of(note));
            saved.set(store.sequence());
        }
    }

    @Test
    void holdsAllThatWasCommittedBeforeAndNothingHalf() {
        List<Event> notes = notes(0, 200_000);
        AtomicLong saved = new AtomicLong();
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(notes, store, saved, isOver));
        try {
            for (int i = 0; i < 3; i++) {
                while (saved.get() < 2_000L * (i + 1)) {
                    Thread.onSpinWait();
                }
                long before = saved.get();
                Backup made = backUp();
                assertTrue(made.sequence() >= before && made.sequence() <= saved.get() + 1, made + " from " + before);
                restore(made.number(), "restored-" + i);
                assertHolds("restored-" + i, notes.subList(0, (int) made.sequence()));
            }
        } finally {
            isOver.set(true);
            writing.join();
        }
    }

    private void assertHolds(String name, List<Event> notes) {
        try (EventStore restored = open(name)) {
            assertEquals(notes.size(), restored.sequence());
            assertEquals(notes.stream().map(Event::id).toList(), ids(restored));
        }
    }

    @Test
    void holdsTablesAndWhatMustStayDeleted() {
        Event gone = note("gone").unsigned();
        store.save(List.of(gone));
        store.save(List.of(dev.souk.protocol.TestEvents.deletionOf(gone).unsigned()));
        store.table("market").write(List.of(new Write.Put(new byte[] {1}, new byte[] {2})));
        restore(backUp().number(), "restored");
        try (EventStore restored = open("restored")) {
            assertEquals(2, restored.table("market").get(new byte[] {1}).orElseThrow()[0]);
            assertEquals(
                    "Deleted[]",
                    restored.save(List.of(gone)).outcomes().getFirst().toString());
        }
    }

    @Test
    void copiesOnlyWhatIsNewAndDeletesOnlyWhatNobodyNeeds() {
        store.save(notes(0, 20_000));
        backUp();
        long first = bytes(backups());
        store.save(notes(20_000, 20_100));
        Backup second = backUp();
        assertTrue(bytes(backups()) < first * 5 / 4, bytes(backups()) + " bytes after " + first);
        try (Backups backups = Backups.open(backups(), 0)) {
            backups.keep(1);
            assertEquals(List.of(second), backups.all());
        }
        restore(second.number(), "restored");
        try (EventStore restored = open("restored")) {
            assertEquals(20_100, ids(restored).size());
        }
    }

    @Test
    void aRestoredStoreGoesItsOwnWayAndIsBackedUpBesideTheOther() {
        store.save(notes(0, 1_000));
        restore(backUp().number(), "restored");
        store.save(notes(1_000, 2_000));
        store.close();
        store = open("restored");
        store.save(notes(5_000, 5_500));
        store.remove(Set.of(notes(0, 1).getFirst().id()), Removal.MODERATED);
        Backup other = backUp();
        restore(other.number(), "again");
        try (EventStore again = open("again")) {
            assertEquals(ids(store), ids(again));
        }
    }

    @Test
    void neverOverwritesAStore() {
        store.save(notes(0, 1));
        int number = backUp().number();
        StorageException refusal = assertThrows(StorageException.class, () -> restore(number, "store"));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("there is a store in "), refusal::toString);
    }

    @Test
    void whatWasRestoredByHalfIsNotOpenedButCanBeRestoredAgain() throws IOException {
        store.save(notes(0, 1_000));
        int number = backUp().number();
        Path draft = Files.createDirectories(folder.resolve("restored").resolve(Backups.RESTORING));
        Files.writeString(draft.resolve("000007.sst"), "half of it");
        StorageException refusal = assertThrows(StorageException.class, () -> open("restored"));
        assertTrue(String.valueOf(refusal.getMessage()).endsWith("was cut off: restore it again"), refusal::toString);
        restore(number, "restored");
        try (EventStore restored = open("restored")) {
            assertEquals(1_000, ids(restored).size());
        }
    }

    /** The first has moved every file and died before it could say that it was done. */
    @Test
    void aRestoreThatWasCutOffInItsLastStepIsDoneWhenItIsRepeated() throws IOException {
        store.save(notes(0, 500));
        int older = backUp().number();
        store.save(notes(500, 1_000));
        int newer = backUp().number();
        restore(newer, "restored");
        Path draft = folder.resolve("restored").resolve(Backups.RESTORING);
        Files.createDirectory(draft);
        assertThrows(StorageException.class, () -> open("restored"));
        restore(newer, "restored");
        assertHolds("restored", notes(0, 1_000));
        Files.createDirectory(draft);
        StorageException refusal = assertThrows(StorageException.class, () -> restore(older, "restored"));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("there is a store in "), refusal::toString);
        assertHolds("restored", notes(0, 1_000));
    }

    @Test
    void aBackupThatWasDamagedIsNotRestored() throws IOException {
        store.save(notes(0, 1_000));
        int number = backUp().number();
        try (Stream<Path> files = Files.list(backups().resolve("shared_checksum"))) {
            Path file = files.findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2]++;
            Files.write(file, bytes);
        }
        StorageException failure = assertThrows(StorageException.class, () -> restore(number, "restored"));
        assertTrue(String.valueOf(failure.getMessage()).contains("hecksum"), failure::toString);
        assertThrows(StorageException.class, () -> open("restored"));
    }

    @Test
    void twoAtOnceDoNotMeetInOneFolder() {
        try (Backups first = Backups.open(backups(), 0)) {
            assertEquals(List.of(), first.all());
            StorageException refusal = assertThrows(StorageException.class, () -> Backups.open(backups(), 0));
            assertTrue(
                    String.valueOf(refusal.getMessage()).startsWith("another process works on the backups in "),
                    refusal::toString);
        }
    }

    private static long bytes(Path of) {
        try (Stream<Path> files = Files.walk(of)) {
            return files.filter(Files::isRegularFile).mapToLong(BackupsIT::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
