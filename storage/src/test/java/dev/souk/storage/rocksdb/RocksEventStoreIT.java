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
import dev.souk.storage.EventStoreContract;
import dev.souk.storage.StorageException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
        return new RocksConfig(folder.resolve("store-" + stores), durability, 8 << 20, 1 << 20, keptRemovals);
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
        try (Database database = Database.open(config(Durability.COMMIT))) {
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
        assertEquals(3, pages);
    }
}
