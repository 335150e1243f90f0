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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A store on a disk that may fail, or hang. */
final class FaultyStore implements EventStore {
    private final EventStore store;
    private final AtomicInteger largestCommit = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();

    /** What events that are saved, and snapshots that are taken, have to wait for. */
    private volatile CountDownLatch writing = new CountDownLatch(0);

    private volatile CountDownLatch reading = new CountDownLatch(0);
    private volatile CountDownLatch feeding = new CountDownLatch(0);

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

    /** From now on no event is saved until it is mended. */
    void hangWrites() {
        writing = new CountDownLatch(1);
    }

    /** From now on a snapshot that is taken can be used only when it is mended. */
    void hangReads() {
        reading = new CountDownLatch(1);
    }

    /** From now on those who follow the store see nothing new until it is mended. */
    void hangFeed() {
        feeding = new CountDownLatch(1);
    }

    /** How many wait for it to be mended. */
    int hanging() {
        return hanging.get();
    }

    /** The most events that were saved at once. */
    int largestCommit() {
        return largestCommit.get();
    }

    void mend() {
        writeFault = Optional.empty();
        readFault = Optional.empty();
        writing.countDown();
        reading.countDown();
        feeding.countDown();
    }

    private void await(CountDownLatch mended) {
        hanging.incrementAndGet();
        try {
            mended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hanging.decrementAndGet();
        }
    }

    private static void check(Optional<String> fault) {
        fault.ifPresent(what -> {
            throw new StorageException("cannot do it: " + what, new IOException(what));
        });
    }

    @Override
    public Commit save(List<Event> events) {
        check(writeFault);
        await(writing);
        largestCommit.accumulateAndGet(events.size(), Math::max);
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
        Snapshot taken = store.snapshot();
        await(reading);
        return taken;
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
        await(feeding);
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
