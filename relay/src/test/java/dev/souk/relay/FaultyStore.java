package dev.souk.relay;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.storage.Changes;
import dev.souk.storage.Commit;
import dev.souk.storage.EventStore;
import dev.souk.storage.FeedReader;
import dev.souk.storage.Removal;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoreStatistics;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A store on a disk that may fail. */
final class FaultyStore implements EventStore {
    private final EventStore store;

    /** What the disk says to writing and to reading. */
    private volatile Optional<String> writeFault = Optional.empty();

    private volatile Optional<String> readFault = Optional.empty();

    FaultyStore(EventStore store) {
        this.store = store;
    }

    void failWrites(String fault) {
        writeFault = Optional.of(fault);
    }

    void failReads(String fault) {
        readFault = Optional.of(fault);
    }

    void mend() {
        writeFault = Optional.empty();
        readFault = Optional.empty();
    }

    private static void check(Optional<String> fault) {
        fault.ifPresent(what -> {
            throw new StorageException("cannot do it: " + what, new IOException(what));
        });
    }

    @Override
    public Commit save(List<Event> events) {
        check(writeFault);
        return store.save(events);
    }

    @Override
    public Commit remove(Set<Bytes32> ids, Removal reason) {
        check(writeFault);
        return store.remove(ids, reason);
    }

    @Override
    public Commit sweepExpired(int budget) {
        check(writeFault);
        return store.sweepExpired(budget);
    }

    @Override
    public Commit sweepVanished(int budget) {
        check(writeFault);
        return store.sweepVanished(budget);
    }

    @Override
    public void probe() {
        check(writeFault);
        store.probe();
    }

    @Override
    public List<StoredEvent> storedAfter(long sequence, int limit) {
        check(readFault);
        return store.storedAfter(sequence, limit);
    }

    @Override
    public void reclaim() {
        store.reclaim();
    }

    @Override
    public void cancelReclaim() {
        store.cancelReclaim();
    }

    @Override
    public void honour(Predicate<Event> vanishRequests) {
        store.honour(vanishRequests);
    }

    @Override
    public boolean contains(Bytes32 id) {
        check(readFault);
        return store.contains(id);
    }

    @Override
    public Snapshot snapshot() {
        check(readFault);
        return store.snapshot();
    }

    @Override
    public long sequence() {
        return store.sequence();
    }

    @Override
    public Changes changesAfter(long after, long beganAt, int max) {
        return store.changesAfter(after, beganAt, max);
    }

    @Override
    public Changes unreadAfter(long after, long beganAt, int max) {
        return store.unreadAfter(after, beganAt, max);
    }

    @Override
    public void keepFor(FeedReader reader) {
        store.keepFor(reader);
    }

    @Override
    public Table table(String name) {
        return store.table(name);
    }

    @Override
    public void checkpoint(Path folder) {
        check(writeFault);
        store.checkpoint(folder);
    }

    @Override
    public StoreStatistics statistics() {
        return store.statistics();
    }

    @Override
    public void close() {
        store.close();
    }
}
