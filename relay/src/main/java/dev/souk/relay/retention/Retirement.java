package dev.souk.relay.retention;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.storage.Commit;
import dev.souk.storage.EventStore;
import dev.souk.storage.Removal;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the store swept again and again, on the thread {@code retention}. What it finds it hands to the writer, one page at a time,
 * and waits: first for the writer, who takes a page when it has nothing else to do or the page has waited for a second, and then so
 * long that no more than {@code max_per_second} go. {@link #isDue}, {@link #isOverdue} and {@link #step} belong to the writer.
 */
public final class Retirement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

    /** So often it is looked whether the settings have changed. */
    private static final long LOOK_MILLIS = 1_000;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What gets too old is found by its time; members who left, and old events that were imported, by looking at all. */
    private static final long WHOLE_SECONDS = Duration.ofDays(1).toSeconds();

    private final Retention retention;
    private final EventStore store;
    private final RelayMetrics metrics;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /** Put here by the thread, taken away by the writer. */
    private volatile Optional<Page> handed = Optional.empty();

    private record Page(Set<Bytes32> ids, long since, CountDownLatch gone) {}

    public Retirement(Retention retention, EventStore store, RelayMetrics metrics, Health health) {
        this.retention = retention;
        this.store = store;
        this.metrics = metrics;
        thread = health.vital("retention", this::run);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        RetentionConfig settings = RetentionConfig.DEFAULT;
        long wholeAt = 0;
        long sweptAt = 0;
        long next = System.nanoTime();
        try {
            while (!stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                boolean isChanged = !settings.equals(retention.settings());
                settings = retention.settings();
                if (settings.isOn() && (isChanged || System.nanoTime() - next >= 0)) {
                    long now = retention.now();
                    boolean isWhole = isChanged || now - wholeAt > WHOLE_SECONDS;
                    boolean isDone = sweep(isWhole ? 0 : sweptAt);
                    if (isWhole) {
                        wholeAt = isDone ? now : 0;
                    }
                    sweptAt = isDone ? now : sweptAt;
                    next = System.nanoTime() + settings.interval().toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when it failed or was cut off; the next may find what it has left. */
    private boolean sweep(long since) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Sweep sweep = new Sweep(store, retention, new Handing());
            long retired = sweep.run(since);
            if (retired > 0) {
                reclaim();
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            LOG.info("event=retention-swept retired={} millis={} cut_off={}", retired, millis, sweep.isCutOff());
            return !sweep.isCutOff();
        } catch (StorageException e) {
            LOG.error("event=retention-failed", e);
            return false;
        }
    }

    private void reclaim() {
        long start = System.nanoTime();
        store.reclaim();
        metrics.reclaimed().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    /** Hands what was found to the writer. */
    private final class Handing implements Sweep.Target {
        @Override
        public void take(String cause, List<StoredEvent> page) throws InterruptedException {
            Set<Bytes32> ids = page.stream().map(event -> event.header().id()).collect(Collectors.toSet());
            Page one = new Page(ids, System.nanoTime(), new CountDownLatch(1));
            handed = Optional.of(one);
            one.gone().await();
            metrics.retired(cause.equals(Sweep.SPACE)).increment(page.size());
            long pause =
                    TimeUnit.SECONDS.toNanos(page.size()) / retention.settings().maxPerSecond();
            stopped.await(one.since() + pause - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public boolean reclaim() {
            Retirement.this.reclaim();
            return true;
        }
    }

    /** True when a page waits for the writer. */
    public boolean isDue() {
        return handed.isPresent();
    }

    /** True when it has waited so long that it comes before anything else. */
    public boolean isOverdue() {
        return handed.filter(page -> System.nanoTime() - page.since() > PATIENCE_NANOS)
                .isPresent();
    }

    /** Removes the page that waits, if one does; it goes on waiting when that fails. On the writer's thread. */
    public Commit step() {
        Optional<Page> page = handed;
        Commit commit = store.remove(page.map(Page::ids).orElse(Set.of()), Removal.RETIRED);
        handed = Optional.empty();
        page.ifPresent(one -> one.gone().countDown());
        return commit;
    }

    /** Ends the sweep. To be called while the writer runs. */
    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
        store.cancelReclaim();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
