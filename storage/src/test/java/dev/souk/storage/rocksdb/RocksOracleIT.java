package dev.souk.storage.rocksdb;

import dev.souk.storage.Durability;
import dev.souk.storage.EventStore;
import dev.souk.storage.SettableClock;
import dev.souk.storage.StoreComparison;
import dev.souk.storage.memory.MemoryEventStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of random writes and filters, answered alike by the reference and by RocksDB. {@code -Dseed} repeats a run,
 * {@code -Druns} and {@code -Drounds} say how many and how long.
 */
class RocksOracleIT {
    private static final int RUNS = Integer.getInteger("runs", 6);
    private static final int ROUNDS = Integer.getInteger("rounds", 250);

    @Test
    void answersLikeTheReference(@TempDir Path folder) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RocksOracleIT: -Dseed=" + seed + " -Druns=" + RUNS + " -Drounds=" + ROUNDS);
        for (int run = 0; run < RUNS; run++) {
            compare(seed + run, folder.resolve("run-" + run));
        }
    }

    private static void compare(long seed, Path folder) {
        SettableClock clock = new SettableClock(0);
        long keptRemovals = seed % 2 == 0 ? 200 : 1_000_000;
        RocksConfig config = new RocksConfig(folder, Durability.NONE, 8 << 20, 1 << 20, 20_000, keptRemovals);
        try (EventStore reference = new MemoryEventStore(clock, keptRemovals)) {
            EventStore store = RocksEventStore.open(config, clock);
            StoreComparison comparison = new StoreComparison(seed, clock, reference, store);
            EventStore last = comparison.run(ROUNDS, open -> {
                open.close();
                return RocksEventStore.open(config, clock);
            });
            last.close();
        } catch (AssertionError e) {
            throw new AssertionError(
                    "repeat with -Dseed=" + seed + " -Druns=1 -Drounds=" + ROUNDS + ": " + e.getMessage(), e);
        }
    }
}
