package dev.souk.storage.rocksdb;

import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.storage.StorageException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Checks a store that nobody changes meanwhile: every block of every file, every event's id, signature and header, and every
 * row that names an event, both ways. Rows are compared as sums ({@link RowSums}); only where these differ is each row looked
 * up. Works on as many threads as it is given; its methods are for one.
 */
public final class StoreCheck implements AutoCloseable {
    /** Numbers of the sequence in one piece of work. */
    private static final int STRETCH = 10_000;

    private final Database database;
    private final EventVerifier verifier;
    private final boolean mends;
    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    private long events;

    private StoreCheck(Database database, EventVerifier verifier, boolean mends) {
        this.database = database;
        this.verifier = verifier;
        this.mends = mends;
    }

    /** Told how far it is, on the thread that checks. */
    public interface Watcher {
        /** So many numbers of the sequence are done, with so many events. */
        void advance(long numbers, long events);

        /** Something is wrong. */
        void found(Finding finding);
    }

    /**
     * What came of it.
     *
     * @param findings how many there were of each kind that there was
     * @param isMended true when all that could be mended was
     */
    public record Report(long events, Map<Finding.Kind, Long> findings, boolean isMended) {
        public Report {
            findings = new EnumMap<>(findings);
        }

        /** True when nothing is wrong, or nothing any more. */
        public boolean isSound() {
            return findings.keySet().stream().allMatch(kind -> isMended && kind.isMendable());
        }
    }

    /** Of a checkpoint, which is only read. */
    public static StoreCheck ofCheckpoint(RocksConfig config, EventVerifier verifier) {
        return new StoreCheck(Database.open(config, OpenMode.READING), verifier, false);
    }

    /** Of a store that is not in use; rows are put right, if all events can be read. */
    public static StoreCheck mending(RocksConfig config, EventVerifier verifier) {
        return new StoreCheck(Database.open(config, OpenMode.WRITING), verifier, true);
    }

    /** How many numbers of the sequence are given. */
    public long sequence() {
        try {
            return RocksEventStore.storedSequence(database);
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot read the sequence", e);
        }
    }

    /** Checks everything. */
    public Report run(int threads, Watcher watcher) throws InterruptedException {
        counts.clear();
        events = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(threads, StoreCheck::worker)) {
            try {
                return run(workers, watcher);
            } catch (RocksDBException e) {
                throw RocksEventStore.failure("cannot mend the store in " + database.path(), e);
            } finally {
                workers.shutdownNow();
            }
        }
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "verify-store");
        thread.setDaemon(true);
        return thread;
    }

    private Report run(ExecutorService workers, Watcher watcher) throws InterruptedException, RocksDBException {
        long last = checkedSequence(watcher);
        List<Future<RowSums>> actual = new ArrayList<>();
        RowSums.FAMILIES.forEach(family -> actual.add(workers.submit(new RowScan(database, family))));
        Future<Boolean> blocks = workers.submit(() -> {
            database.verifyBlocks();
            return true;
        });
        RowSums expected = scanEvents(workers, last, watcher);
        RowSums found = new RowSums();
        for (Future<RowSums> rows : actual) {
            await(rows, watcher).ifPresent(found::add);
        }
        await(blocks, watcher);
        boolean mayMend = mends && !counts.containsKey(Finding.Kind.UNREADABLE);
        if (!counts.containsKey(Finding.Kind.UNREADABLE)) {
            try (RowRepair repair = new RowRepair(database, mayMend, finding -> found(finding, watcher))) {
                List<Family> differences = found.differences(expected);
                if (!differences.isEmpty()) {
                    repair.run(differences);
                }
            }
        }
        return new Report(events, counts, mayMend);
    }

    private RowSums scanEvents(ExecutorService workers, long last, Watcher watcher) throws InterruptedException {
        RowSums expected = new RowSums();
        List<Future<EventScan.Result>> stretches = new ArrayList<>();
        for (long from = 0; from <= last; from += STRETCH) {
            stretches.add(workers.submit(new EventScan(database, verifier, from, from + STRETCH)));
        }
        for (Future<EventScan.Result> stretch : stretches) {
            await(stretch, watcher).ifPresent(result -> {
                events += result.events();
                expected.add(result.rows());
                result.findings().forEach(finding -> found(finding, watcher));
                watcher.advance(Math.min(result.to(), last), events);
            });
        }
        return expected;
    }

    /** The result, or a finding in its place. */
    private <T> Optional<T> await(Future<T> work, Watcher watcher) throws InterruptedException {
        try {
            return Optional.of(work.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RocksDBException failure) {
                found(new Finding(Finding.Kind.UNREADABLE, String.valueOf(failure.getMessage())), watcher);
                return Optional.empty();
            }
            throw new StorageException("cannot check the store in " + database.path(), e);
        }
    }

    private void found(Finding finding, Watcher watcher) {
        counts.merge(finding.kind(), 1L, Long::sum);
        watcher.found(finding);
    }

    /** The last number that is given; one that is used but not given is given now. */
    private long checkedSequence(Watcher watcher) {
        long sequence = 0;
        try {
            sequence = RocksEventStore.storedSequence(database);
            long last = Math.max(last(Family.EVENTS), last(Family.REMOVALS));
            if (sequence >= last) {
                return sequence;
            }
            String what = "the sequence is at " + sequence + ", but " + last + " is used";
            found(new Finding(Finding.Kind.SEQUENCE, what), watcher);
            if (mends) {
                database.put(Family.META, Keys.SEQUENCE, Keys.ofLong(last));
            }
            return last;
        } catch (RocksDBException e) {
            found(new Finding(Finding.Kind.UNREADABLE, String.valueOf(e.getMessage())), watcher);
            return sequence;
        }
    }

    /** The last number that an event or a removal has. */
    private long last(Family family) throws RocksDBException {
        try (ReadOptions options = new ReadOptions();
                RocksIterator rows = database.iterator(family, options)) {
            rows.seekToLast();
            rows.status();
            return rows.isValid() ? Keys.toLong(rows.key(), 0) : 0;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
