package dev.souk.storage.rocksdb;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.storage.Durability;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.RandomEvents;
import dev.souk.storage.SettableClock;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.rocksdb.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What is wrong in a store is named, and what follows from the events is put right. */
class StoreCheckIT {
    private static final Event NOTE = note("hello")
            .tag("t", "a")
            .tag("t", "a")
            .tag("expiration", "1800000000")
            .build();
    private static final Event PROFILE = TestEvents.ofKind(0).content("{}").build();

    private final SettableClock clock = new SettableClock(RandomEvents.START);
    private final List<Finding> findings = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    private RocksConfig config() {
        return new RocksConfig(folder.resolve("store"), Durability.NONE, 8 << 20, 1 << 20, 1 << 20, 1_000_000);
    }

    private EventStore open() {
        return RocksEventStore.open(config(), clock);
    }

    private void store(Event... events) {
        try (EventStore store = open()) {
            store.save(List.of(events));
        }
    }

    /** Does to the database what no store would. */
    private interface Damage {
        void to(Database database, WriteBatch batch) throws RocksDBException;
    }

    private void damage(Damage damage) throws RocksDBException {
        try (Database database = Database.open(config(), OpenMode.WRITING);
                WriteBatch batch = new WriteBatch()) {
            damage.to(database, batch);
            database.commit(batch);
        }
    }

    private StoreCheck.Report check() throws InterruptedException {
        try (StoreCheck check = StoreCheck.ofCheckpoint(config(), new EventVerifier(Schnorr.best()))) {
            return run(check);
        }
    }

    private StoreCheck.Report mend() throws InterruptedException {
        try (StoreCheck check = StoreCheck.mending(config(), new EventVerifier(Schnorr.best()))) {
            return run(check);
        }
    }

    private StoreCheck.Report run(StoreCheck check) throws InterruptedException {
        findings.clear();
        return check.run(2, new StoreCheck.Watcher() {
            @Override
            public void advance(long numbers, long events) {}

            @Override
            public void found(Finding finding) {
                findings.add(finding);
            }
        });
    }

    private static StoredEvent stored(Event event, long number) {
        return new StoredEvent(number, event, event.json());
    }

    @Test
    void findsNothingWrongWithWhatTheStoreWrites() throws InterruptedException {
        store(NOTE, PROFILE, TestEvents.deletionOf(NOTE).build());
        StoreCheck.Report report = check();
        assertEquals(List.of(), findings);
        assertEquals(2, report.events());
        assertTrue(report.isSound());
    }

    /** Events that replace, delete, expire and vanish; their signatures are none, which is all that is wrong. */
    @Test
    void findsNoRowWrongAfterARandomHistory() throws InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        RandomEvents events = new RandomEvents(new Random(seed));
        try (EventStore store = open()) {
            store.honour(event -> true);
            for (int i = 0; i < 3_000; i++) {
                store.save(List.of(events.event()));
            }
            clock.set(RandomEvents.START + 100);
            store.sweepExpired(1_000);
            while (!store.sweepVanished(1_000).changes().isEmpty()) {
                // Until all is gone.
            }
        }
        StoreCheck.Report report = check();
        assertTrue(
                findings.stream().allMatch(finding -> finding.what().endsWith("its signature is wrong")),
                () -> "-Dseed=" + seed + ": " + findings);
        assertEquals(report.events(), findings.size());
    }

    @Test
    void mendsEveryRowThatIsMissing() throws RocksDBException, InterruptedException {
        store(NOTE, PROFILE);
        damage((database, batch) -> {
            for (EventRow row : EventRow.of(stored(NOTE, 1))) {
                batch.delete(database.handle(row.family()), row.key().array());
            }
            for (EventRow row : EventRow.of(stored(PROFILE, 2))) {
                batch.delete(database.handle(row.family()), row.key().array());
            }
        });
        assertEquals(Map.of(Kind.MISSING_ROW, 13L), check().findings());
        assertFalse(check().isSound());
        assertTrue(mend().isSound());
        assertEquals(Map.of(), check().findings());
        try (EventStore store = open()) {
            assertTrue(store.contains(NOTE.id()));
            assertEquals(
                    List.of(NOTE.id()),
                    find(store, Filter.builder().tag('t', "a").build()));
        }
    }

    private static List<Object> find(EventStore store, Filter filter) {
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(filter))) {
            return cursor.next().<Object>map(event -> event.header().id()).stream()
                    .toList();
        }
    }

    @Test
    void removesEveryRowWithoutItsEvent() throws RocksDBException, InterruptedException {
        store(NOTE, PROFILE);
        damage((database, batch) -> {
            batch.delete(database.handle(Family.EVENTS), Keys.ofLong(1));
            // Of an event that is there, but in another second.
            batch.put(
                    database.handle(Family.INDEX),
                    Keys.row(
                            Keys.byTime(), PROFILE.createdAt() + 1, PROFILE.id().a(), 2),
                    Keys.NOTHING);
        });
        assertEquals(Map.of(Kind.STRAY_ROW, 8L), check().findings());
        assertTrue(mend().isSound());
        assertEquals(Map.of(), check().findings());
        try (EventStore store = open()) {
            assertFalse(store.contains(NOTE.id()));
        }
    }

    @Test
    void mendsASequenceThatIsBehind() throws RocksDBException, InterruptedException {
        store(NOTE, PROFILE);
        damage((database, batch) -> batch.put(database.handle(Family.META), Keys.SEQUENCE, Keys.ofLong(1)));
        assertEquals(Map.of(Kind.SEQUENCE, 1L), check().findings());
        assertTrue(mend().isSound());
        try (EventStore store = open()) {
            assertEquals(2, store.sequence());
        }
    }

    @Test
    void namesEventsThatAreWrongAndLeavesThemAlone() throws RocksDBException, InterruptedException {
        store(PROFILE);
        store(TestEvents.note("forged").unsigned());
        damage((database, batch) -> {
            // The header of one event before the JSON of another.
            byte[] record = EventRecord.encode(PROFILE);
            int json = record.length - PROFILE.json().length;
            byte[] mixed = java.util.Arrays.copyOf(record, json + NOTE.json().length);
            System.arraycopy(NOTE.json(), 0, mixed, json, NOTE.json().length);
            batch.put(database.handle(Family.EVENTS), Keys.ofLong(1), mixed);
        });
        StoreCheck.Report report = mend();
        assertEquals(Map.of(Kind.EVENT, 2L), report.findings());
        assertFalse(report.isSound());
        assertTrue(findings.get(0).what().endsWith("its header says something else than its JSON"), findings::toString);
        assertTrue(findings.get(1).what().endsWith("its signature is wrong"), findings::toString);
    }

    @Test
    void namesEventsThatShouldHaveBeenDeletedOrReplaced() throws RocksDBException, InterruptedException {
        Event newer = TestEvents.ofKind(0).at(PROFILE.createdAt() + 1).build();
        store(NOTE, newer, TestEvents.deletionOf(NOTE).build());
        damage((database, batch) -> {
            batch.put(database.handle(Family.META), Keys.SEQUENCE, Keys.ofLong(9));
            for (StoredEvent event : List.of(stored(NOTE, 8), stored(PROFILE, 9))) {
                batch.put(
                        database.handle(Family.EVENTS),
                        Keys.ofLong(event.sequence()),
                        EventRecord.encode(event.sequence() == 8 ? NOTE : PROFILE));
                for (EventRow row : EventRow.of(event)) {
                    if (row.family() != Family.RULES) {
                        batch.put(
                                database.handle(row.family()),
                                row.key().array(),
                                row.value().array());
                    }
                }
            }
        });
        assertEquals(Map.of(Kind.EVENT, 2L), mend().findings());
        assertTrue(findings.get(0).what().endsWith("it was deleted by its author"), findings::toString);
        assertTrue(findings.get(1).what().endsWith("another of its id or address is stored, 2"), findings::toString);
    }

    @Test
    void mendsNothingWhereItCannotReadEverything() throws IOException, RocksDBException, InterruptedException {
        store(NOTE, PROFILE);
        damage((database, batch) -> {
            batch.put(database.handle(Family.EVENTS), Keys.ofLong(1), new byte[] {1, 2, 3});
            batch.delete(database.handle(Family.IDS), PROFILE.id().toBytes());
        });
        assertEquals(Map.of(Kind.UNREADABLE, 1L), mend().findings());
        assertTrue(findings.get(0).what().contains("event 1 is no record of an event"), findings::toString);
    }

    @Test
    void namesFilesWhoseBytesHaveChanged() throws IOException, InterruptedException {
        store(NOTE, PROFILE);
        try (Stream<Path> files = Files.list(config().path())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sst")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[10]++;
                Files.write(file, bytes);
            }
        }
        StoreCheck.Report report = check();
        assertTrue(report.findings().containsKey(Kind.UNREADABLE), findings::toString);
        assertFalse(report.isSound());
        assertTrue(findings.stream().anyMatch(finding -> finding.what().contains(".sst")), findings::toString);
    }
}
