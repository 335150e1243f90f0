package dev.souk.storage.rocksdb;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.Durability;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.EventStoreContract;
import dev.souk.storage.IndexCount;
import dev.souk.storage.Removal;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/** RocksDB fulfils the contract, and keeps strangers out of its folder. */
class RocksEventStoreIT extends EventStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    private int stores;
    private long keptRemovals;

    @Override
    protected EventStore open(InstantSource clock, long kept) {
        keptRemovals = kept;
        stores++;
        return RocksEventStore.open(config(Durability.COMMIT), clock);
    }

    @Override
    protected EventStore reopen(EventStore open, InstantSource clock) {
        open.close();
        return RocksEventStore.open(config(Durability.COMMIT), clock);
    }

    private RocksConfig config(Durability durability) {
        return new RocksConfig(folder.resolve("store-" + stores), durability, 8 << 20, 1 << 20, 1 << 20, keptRemovals);
    }

    @Test
    void saysThatAnotherProcessUsesTheFolder() {
        StorageException refusal = assertThrows(
                StorageException.class, () -> RocksEventStore.open(config(Durability.COMMIT), InstantSource.system()));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("another process uses the store in "));
    }

    @Test
    void refusesAStoreOfAnotherSchemaVersion() throws RocksDBException {
        stores++;
        try (Database database = Database.open(config(Durability.COMMIT), OpenMode.WRITING)) {
            database.put(Family.META, Keys.SCHEMA, Keys.ofInt(Schema.VERSION + 1));
        }
        StorageException refusal = assertThrows(
                StorageException.class, () -> RocksEventStore.open(config(Durability.COMMIT), InstantSource.system()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("schema version " + (Schema.VERSION + 1)));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void opensWithEveryDurability(Durability durability) {
        stores++;
        RocksEventStore.open(config(durability), InstantSource.system()).close();
        RocksEventStore.open(config(durability), InstantSource.system()).close();
    }

    /** Who asks for new events only must not pay for a walk through all old ones. */
    @Test
    void looksAtFewRowsToSayWhetherLimitZeroKeptSomethingBack() {
        store().save(IntStream.range(0, 1_000)
                .mapToObj(i -> note("" + i)
                        .at(NOW - i)
                        .tag("expiration", Long.toString(NOW + 1))
                        .unsigned())
                .toList());
        clock().set(NOW + 1);
        try (Snapshot snapshot = store().snapshot();
                EventCursor cursor =
                        snapshot.find(List.of(Filter.builder().kinds(1).limit(0).build()))) {
            assertEquals(new EventCursor.Step.Finished(EventCursor.Remainder.UNKNOWN), cursor.advance(1_000_000));
            assertTrue(cursor.examined() < 200, () -> "examined " + cursor.examined());
        }
    }

    @Test
    void givesLargeChangesInShorterPages() {
        List<Event> large = IntStream.range(0, 20)
                .mapToObj(i -> note("x".repeat(1 << 20)).at(NOW - i).unsigned())
                .toList();
        store().save(large);
        List<Bytes32> read = new ArrayList<>();
        int pages = 0;
        for (Changes page = store().changesAfter(0, 1_000);
                !page.changes().isEmpty();
                page = store().changesAfter(page.next(), 1_000)) {
            pages++;
            page.changes()
                    .forEach(change ->
                            read.add(((Change.Stored) change).event().header().id()));
        }
        assertEquals(large.stream().map(Event::id).toList(), read);

        List<StoredEvent> stored = store().storedAfter(0, 1_000);
        assertTrue(stored.size() < large.size(), () -> stored.size() + " in one page");
        List<Bytes32> walked = new ArrayList<>();
        for (List<StoredEvent> page = stored;
                !page.isEmpty();
                page = store().storedAfter(page.getLast().sequence(), 1_000)) {
            page.forEach(event -> walked.add(event.header().id()));
        }
        assertEquals(read, walked);
        assertEquals(3, pages);
    }

    @Test
    void countsByAnIndexOnlyWhatItsRowsSay() {
        stores(note("").tag("t", "a").tag("p", "b").unsigned());
        assertEquals(Optional.of(1L), counted(Filter.ALL));
        assertEquals(Optional.of(1L), counted(Filter.builder().tag('t', "a").build()));
        assertEquals(
                Optional.of(1L),
                counted(Filter.builder().authors(TestKeys.alice().publicKey()).build()));
        assertEquals(Optional.of(0L), counted(Filter.builder().kinds(Set.of()).build()));
        assertEquals(
                Optional.empty(), counted(Filter.builder().tag('t', "a", "b").build()));
        assertEquals(
                Optional.empty(),
                counted(Filter.builder().tag('t', "a").tag('p', "b").build()));
        assertEquals(
                Optional.empty(),
                counted(Filter.builder().ids(note("").unsigned().id()).build()));
    }

    @Test
    void tellsAboutHowManyThereAreWhenItIsStopped() {
        store().save(IntStream.range(0, 50_000)
                .mapToObj(i -> note("note " + i).at(NOW - i).unsigned())
                .toList());
        restart();
        try (Snapshot snapshot = store().snapshot();
                IndexCount rows = snapshot.count(Filter.ALL, Set.of()).orElseThrow()) {
            assertFalse(rows.advance(20_000));
            assertTrue(Math.abs(rows.matches() - 50_000) < 10_000, () -> "estimated " + rows.matches());
            rows.suspend();
            assertTrue(Math.abs(rows.matches() - 50_000) < 10_000, () -> "estimated " + rows.matches());
        }
    }

    @Test
    void leavesKindsThatAreNotCountedOutOfWhatItTells() {
        int wrap = 1_059;
        store().save(IntStream.range(0, 50_000)
                .mapToObj(i -> TestEvents.ofKind(i < 20_000 ? 1 : wrap)
                        .content("event " + i)
                        .at(NOW - i)
                        .unsigned())
                .toList());
        restart();
        try (Snapshot snapshot = store().snapshot();
                IndexCount rows = snapshot.count(Filter.ALL, Set.of(wrap)).orElseThrow()) {
            assertFalse(rows.advance(10_000));
            assertTrue(Math.abs(rows.matches() - 20_000) < 5_000, () -> "estimated " + rows.matches());
        }
    }

    private Optional<Long> counted(Filter filter) {
        try (Snapshot snapshot = store().snapshot()) {
            Optional<IndexCount> count = snapshot.count(filter, Set.of());
            count.ifPresent(rows -> assertTrue(rows.advance(Integer.MAX_VALUE)));
            return count.map(IndexCount::matches);
        }
    }

    /** One author in {@code rarity} notes is followed; ten notes share each second. */
    @ParameterizedTest
    @ValueSource(ints = {2, 20, 100})
    void findsTheNotesOfManyAuthorsWhetherTheyAreActiveOrSilent(int rarity) {
        List<Event> notes = IntStream.range(0, 3_000)
                .mapToObj(i -> note("note " + i)
                        .by(i % rarity == 0 ? TestKeys.key(100 + i % 7) : TestKeys.alice())
                        .at(NOW - i / 10)
                        .unsigned())
                .toList();
        store().save(notes);
        Set<Bytes32> followed = IntStream.range(100, 140)
                .mapToObj(i -> TestKeys.key(i).publicKey())
                .collect(Collectors.toSet());
        List<Event> expected = notes.stream()
                .filter(note -> followed.contains(note.pubkey()))
                .sorted(Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id))
                .toList();
        for (int limit : new int[] {1, 20, 500}) {
            Filter filter =
                    Filter.builder().authors(followed).kinds(1).limit(limit).build();
            assertEquals(expected.subList(0, Math.min(limit, expected.size())), found(filter));
        }
    }

    @Test
    void leavesCountingToTheCursorWhenThatCostsNoMore() {
        store().save(IntStream.range(0, 1_000)
                .mapToObj(i -> note("note " + i)
                        .tag("expiration", Long.toString(NOW + 10))
                        .unsigned())
                .toList());
        assertEquals(Optional.of(1_000L), counted(Filter.ALL));
        Set<Bytes32> many = LongStream.range(0, 2_001)
                .mapToObj(i -> new Bytes32(i, 0, 0, 0))
                .collect(Collectors.toSet());
        assertEquals(Optional.empty(), counted(Filter.builder().authors(many).build()));
        clock().set(NOW + 10);
        assertEquals(Optional.empty(), counted(Filter.ALL));
        store().sweepExpired(1);
        assertEquals(Optional.of(0L), counted(Filter.ALL));
    }

    /** Also when it was asked for so often that it is in memory. */
    @Test
    void givesByItsNumberOnlyWhatIsStoredAtThatMoment() {
        Event event = note("").unsigned();
        stores(event);
        long number = store().sequence();
        try (Snapshot before = store().snapshot()) {
            assertTrue(before.event(number).isPresent());
            assertTrue(before.event(number).isPresent());
            store().remove(Set.of(event.id()), Removal.MODERATED);
            assertTrue(before.event(number).isPresent());
            try (Snapshot after = store().snapshot()) {
                assertTrue(after.event(number).isEmpty());
                assertTrue(after.event(event.id()).isEmpty());
            }
        }
    }

    /** Whether its number is known or has to be looked up, as somebody writes meanwhile. */
    @Test
    void aSnapshotShowsWhatItsSequenceSaysWhileEventsAreStored() throws Exception {
        List<Event> notes = IntStream.range(0, 3_000)
                .mapToObj(i -> note("note " + i).at(NOW - i).unsigned())
                .toList();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> written = writer.submit(() -> notes.forEach(event -> store().save(List.of(event))));
            while (!written.isDone()) {
                try (Snapshot now = store().snapshot()) {
                    long last = now.sequence();
                    assertTrue(last == 0 || now.event(last).isPresent(), () -> last + " is not shown");
                    assertTrue(now.event(last + 1).isEmpty(), () -> "more is shown than " + last);
                }
            }
            written.get();
        }
        assertEquals(notes.size(), store().sequence());
    }

    @Test
    void givesTheSpaceOfWhatWasRemovedBack() {
        List<Event> notes = IntStream.range(0, 20_000)
                .mapToObj(i -> note("note " + i).at(NOW - i).unsigned())
                .toList();
        store().save(notes);
        store().reclaim();
        long full = store().statistics().eventBytes();
        store().remove(notes.subList(0, 18_000).stream().map(Event::id).collect(Collectors.toSet()), Removal.RETIRED);
        store().reclaim();
        long rest = store().statistics().eventBytes();
        assertTrue(rest < full / 4, () -> rest + " bytes of " + full);
        store().cancelReclaim();
        store().reclaim();
    }
}
