package dev.souk.storage;

import dev.souk.storage.memory.MemoryEventStore;
import java.time.InstantSource;

/** The reference fulfils the contract; it has nothing to restart. */
class MemoryEventStoreTest extends EventStoreContract {
    @Override
    protected EventStore open(InstantSource clock, long keptRemovals) {
        return new MemoryEventStore(clock, keptRemovals);
    }

    @Override
    protected EventStore reopen(EventStore open, InstantSource clock) {
        return open;
    }
}
