package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.Commit;
import dev.souk.storage.Durability;
import dev.souk.storage.EventStore;
import dev.souk.storage.FeedReader;
import dev.souk.storage.Removal;
import dev.souk.storage.SaveOutcome;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoreMeter;
import dev.souk.storage.StoreStatistics;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The store in RocksDB. One writing thread; every commit is one write batch, and synced if so configured. Layouts are in
 * {@link Keys}, decisions in {@link BatchWrite}, reading in {@link RocksSnapshot}.
 */
public final class RocksEventStore implements EventStore {
    private final Database database;
    private final InstantSource clock;
    private final RemovalLog removals;
    private final UnreadEvents unread;
    private final VanishedKeys vanished;
    private final LogSync logSync;
    private final HotEvents hot;
    private final Reclaim reclaim;

    /** Written by the writer alone, after the commit that it counts. */
    private volatile long sequence;

    /** The same, or {@link RocksSnapshot#UNSETTLED} while a commit is under way, or after one that failed. */
    private volatile long settled;

    private RocksEventStore(Database database, InstantSource clock, RocksConfig config) throws RocksDBException {
        this.database = database;
        this.clock = clock;
        this.sequence = storedSequence(database);
        this.settled = sequence;
        this.removals = new RemovalLog(database, config.keptRemovals());
        this.unread = new UnreadEvents(database);
        this.vanished = new VanishedKeys(database);
        this.logSync = new LogSync(database);
        this.hot = new HotEvents(config.hotEventBytes());
        this.reclaim = new Reclaim(database);
    }

    /**
     * Opens the store in the configured folder, creating it when there is none.
     *
     * @throws StorageException when the folder is in use, of another schema version, or damaged
     */
    public static RocksEventStore open(RocksConfig config, InstantSource clock) {
        Database database = Database.open(config, OpenMode.WRITING);
        try {
            Schema.check(database);
            RocksEventStore store = new RocksEventStore(database, clock, config);
            if (config.durability() == Durability.INTERVAL) {
                store.logSync.start();
            }
            return store;
        } catch (RocksDBException | RuntimeException e) {
            database.close();
            throw e instanceof StorageException known ? known : failure("cannot open the store in " + config.path(), e);
        }
    }

    /**
     * Opens a checkpoint that nobody else uses, to look around in it; what is changed there is lost with it.
     *
     * @throws StorageException when it is damaged, or there is none
     */
    public static RocksEventStore openCheckpoint(RocksConfig config, InstantSource clock) {
        Database database = Database.open(config, OpenMode.SETTLING);
        try {
            return new RocksEventStore(database, clock, config);
        } catch (RocksDBException e) {
            database.close();
            throw failure("cannot open the checkpoint in " + config.path(), e);
        }
    }

    static long storedSequence(Database database) throws RocksDBException {
        byte[] stored = database.get(Family.META, Keys.SEQUENCE);
        return stored == null ? 0 : Keys.toLong(stored, 0);
    }

    /** Nothing more is promised once the log cannot be synced. */
    private void checkLogSync() throws RocksDBException {
        if (logSync.failure().isPresent()) {
            throw logSync.failure().get();
        }
    }

    @Override
    public Commit save(List<Event> events) {
        try {
            checkLogSync();
            BatchWrite write = newBatch();
            List<SaveOutcome> outcomes = new ArrayList<>(events.size());
            for (Event event : events) {
                outcomes.add(write.save(event));
            }
            return commit(write, outcomes);
        } catch (RocksDBException e) {
            throw failure("cannot write " + events.size() + " events", e);
        }
    }

    @Override
    public Commit remove(Set<Bytes32> ids, Removal reason) {
        try {
            BatchWrite write = newBatch();
            for (Bytes32 id : ids) {
                write.remove(id, reason);
            }
            return commit(write, List.of());
        } catch (RocksDBException e) {
            throw failure("cannot remove " + ids.size() + " events", e);
        }
    }

    private BatchWrite newBatch() {
        return new BatchWrite(database, unread, vanished, sequence, nowSeconds());
    }

    @Override
    public void honour(Predicate<Event> vanishRequests) {
        vanished.honour(vanishRequests);
    }

    @Override
    public Commit sweepVanished(int budget) {
        try (RocksSnapshot now = new RocksSnapshot(database, hot, clock, () -> settled)) {
            BatchWrite write = newBatch();
            for (VanishedKeys.Due due : vanished.due(now, budget)) {
                write.vanish(due);
            }
            return commit(write, List.of());
        } catch (RocksDBException e) {
            throw failure("cannot remove what has vanished", e);
        }
    }

    @Override
    public Commit sweepExpired(int budget) {
        try {
            removals.trim(sequence);
            unread.forgetRead(removals.horizon());
            return remove(expiredIds(budget), Removal.EXPIRED);
        } catch (RocksDBException e) {
            throw failure("cannot sweep expired events", e);
        }
    }

    private Set<Bytes32> expiredIds(int budget) throws RocksDBException {
        Set<Bytes32> ids = new LinkedHashSet<>();
        try (ReadOptions options = new ReadOptions()) {
            for (long number : database.expired(options, nowSeconds(), budget)) {
                byte[] record = database.get(Family.EVENTS, Keys.ofLong(number));
                if (record != null) {
                    ids.add(EventRecord.decode(number, record).header().id());
                }
            }
        }
        return ids;
    }

    private Commit commit(BatchWrite write, List<SaveOutcome> outcomes) throws RocksDBException {
        settled = RocksSnapshot.UNSETTLED;
        List<Change> changes = write.commit();
        if (!changes.isEmpty()) {
            sequence = changes.getLast().sequence();
        }
        settled = sequence;
        return new Commit(outcomes, changes);
    }

    @Override
    public boolean contains(Bytes32 id) {
        try {
            return database.get(Family.IDS, id.toBytes()) != null;
        } catch (RocksDBException e) {
            throw failure("cannot look up event " + id, e);
        }
    }

    @Override
    public Snapshot snapshot() {
        try {
            return new RocksSnapshot(database, hot, clock, () -> settled);
        } catch (RocksDBException e) {
            throw failure("cannot take a snapshot", e);
        }
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Changes changesAfter(long after, long beganAt, int max) {
        return changes(new ChangeReader(database, removals, false), after, beganAt, max);
    }

    @Override
    public Changes unreadAfter(long after, long beganAt, int max) {
        return changes(new ChangeReader(database, removals, true), after, beganAt, max);
    }

    @Override
    public void keepFor(FeedReader reader) {
        unread.add(reader);
    }

    private static Changes changes(ChangeReader reader, long after, long beganAt, int max) {
        try {
            return reader.after(after, beganAt, max);
        } catch (RocksDBException e) {
            throw failure("cannot read the changes after " + after, e);
        }
    }

    @Override
    public Table table(String name) {
        return new RocksTable(database, name);
    }

    @Override
    public StoreStatistics statistics() {
        try {
            return new StoreStatistics(
                    database.property(Family.EVENTS, "rocksdb.estimate-num-keys"),
                    database.total("rocksdb.total-sst-files-size") + database.total("rocksdb.cur-size-all-mem-tables"),
                    reclaim.eventBytes());
        } catch (RocksDBException e) {
            throw failure("cannot read the statistics", e);
        }
    }

    @Override
    public List<StoreMeter> meters() {
        return new RocksMeters(database).all();
    }

    @Override
    public void probe() {
        try {
            checkLogSync();
            database.put(Family.META, Keys.PROBE, Keys.ofLong(nowSeconds()));
        } catch (RocksDBException e) {
            throw failure("cannot write", e);
        }
    }

    private long nowSeconds() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public List<StoredEvent> storedAfter(long after, int max) {
        List<StoredEvent> stored = new ArrayList<>();
        long bytes = 0;
        try (ReadOptions options = new ReadOptions().setFillCache(false);
                RocksIterator events = database.iterator(Family.EVENTS, options)) {
            events.seek(Keys.ofLong(after + 1));
            while (events.isValid() && stored.size() < max && bytes < ChangeReader.MAX_PAGE_BYTES) {
                byte[] record = events.value();
                bytes += record.length;
                stored.add(EventRecord.decode(Keys.toLong(events.key(), 0), record));
                events.next();
            }
            events.status();
            return stored;
        } catch (RocksDBException e) {
            throw failure("cannot read the events after " + after, e);
        }
    }

    @Override
    public void reclaim() {
        reclaim.run();
    }

    @Override
    public void cancelReclaim() {
        reclaim.cancel();
    }

    @Override
    public void checkpoint(Path folder) {
        try {
            database.checkpoint(folder);
        } catch (RocksDBException e) {
            throw failure("cannot make a checkpoint in " + folder, e);
        }
    }

    @Override
    public void close() {
        logSync.close();
        reclaim.close();
        database.close();
    }

    static StorageException failure(String attempted, Exception cause) {
        return new StorageException(attempted + ": " + cause.getMessage(), cause);
    }
}
