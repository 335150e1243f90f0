package dev.souk.relay.trust;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that can be reached from the operators' in some steps along stored follow lists (kind 3). Its thread {@code
 * trust} walks from the operators outwards when it starts, when the settings change, and every {@code trust_interval};
 * whoever asks meanwhile gets the last walk's answer. Bounded: past {@code max_trusted} keys the walk ends.
 */
public final class WebOfTrust implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebOfTrust.class);
    private static final int FOLLOWS = 3;

    /** Lists that are read from one snapshot, so that none is held for long. */
    private static final int PAGE = 100;

    private final Supplier<WriteConfig> settings;
    private final Supplier<Set<Bytes32>> operators;
    private final EventStore store;
    private final AtomicLong size;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Optional<Set<Bytes32>> trusted = Optional.empty();

    /** What the last walk was for. */
    private record Task(int depth, int max, Set<Bytes32> from) {}

    private Optional<Task> done = Optional.empty();
    private long doneNanos;

    public WebOfTrust(
            Supplier<WriteConfig> settings,
            Supplier<Set<Bytes32>> operators,
            EventStore store,
            RelayMetrics metrics,
            Health health) {
        this.settings = settings;
        this.operators = operators;
        this.store = store;
        this.size = metrics.trustedKeys();
        this.thread = health.vital("trust", this::run);
    }

    public void start() {
        thread.start();
    }

    /** All keys that are reached, those of the operators included; nothing before the first walk has ended. Any thread. */
    public Optional<Set<Bytes32>> trusted() {
        return trusted;
    }

    private void run() {
        try {
            do {
                walkWhenDue();
            } while (!stopping.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void walkWhenDue() {
        WriteConfig config = settings.get();
        Task task = new Task(config.trustDepth(), config.maxTrusted(), operators.get());
        boolean isFresh = System.nanoTime() - doneNanos < config.trustInterval().toNanos();
        if (task.depth() == 0 || isFresh && done.filter(task::equals).isPresent()) {
            return;
        }
        try {
            Set<Bytes32> reached = walk(task);
            trusted = Optional.of(reached);
            size.set(reached.size());
            LOG.info(
                    "event=trust-computed keys={} depth={} complete={}",
                    reached.size(),
                    task.depth(),
                    reached.size() < task.max());
        } catch (StorageException e) {
            LOG.error("event=trust-failed", e);
        }
        done = Optional.of(task);
        doneNanos = System.nanoTime();
    }

    private Set<Bytes32> walk(Task task) {
        Set<Bytes32> reached = new HashSet<>(task.from());
        List<Bytes32> edge = List.copyOf(task.from());
        for (int step = 0; step < task.depth() && !edge.isEmpty(); step++) {
            List<Bytes32> next = new ArrayList<>();
            for (int from = 0; from < edge.size() && hasRoom(reached, task); from += PAGE) {
                follow(edge.subList(from, Math.min(from + PAGE, edge.size())), task, reached, next);
            }
            edge = next;
        }
        return reached;
    }

    private boolean hasRoom(Set<Bytes32> reached, Task task) {
        return reached.size() < task.max() && stopping.getCount() > 0;
    }

    private void follow(List<Bytes32> authors, Task task, Set<Bytes32> reached, List<Bytes32> next) {
        Filter lists = Filter.builder()
                .kinds(Set.of(FOLLOWS))
                .authors(Set.copyOf(authors))
                .build();
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(lists))) {
            for (Optional<StoredEvent> list = cursor.next(); list.isPresent(); list = cursor.next()) {
                list.get().header().forEachIndexedTag((letter, value) -> {
                    if (letter == 'p' && reached.size() < task.max()) {
                        Bytes32.parse(value).filter(reached::add).ifPresent(next::add);
                    }
                });
            }
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
