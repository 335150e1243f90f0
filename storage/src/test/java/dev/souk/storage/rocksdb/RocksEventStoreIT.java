package dev.souk.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.storage.Durability;
import dev.souk.storage.EventStore;
import dev.souk.storage.EventStoreContract;
import dev.souk.storage.StorageException;
import java.nio.file.Path;
import java.time.InstantSource;
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
}
