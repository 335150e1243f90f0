package dev.souk.relay.extension;

import dev.souk.relay.metrics.Health;
import dev.souk.storage.Changes;
import dev.souk.storage.EventStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the change feed for one extension, on the thread {@code ext-<name>}, and lets it do what is due in between. When
 * the extension is slow it lags behind, and the writer slows down for it if it wants that ({@link Place}). When it fails, it is asked again after a pause.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int PAGE = 8_000;
    private static final long PAUSE_SECONDS = 1;
    private static final int FAILURES_A_LINE = 60;

    /** What a look into the feed came to. */
    private enum Look {
        /** A page went through; there may be more. */
        PAGE,
        /** Nothing is new. */
        NOTHING,
        /** The page is to be shown again. */
        FAILED
    }

    private final String name;
    private final EventStore store;
    private final FeedFollower extension;
    private final Thread thread;
    private final Semaphore news = new Semaphore(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long sequence;
    private long beganAt;
    private boolean startsAnew;
    private int failures;
    private long lastIdleNanos = System.nanoTime();

    Follower(String name, EventStore store, long sequence, FeedFollower extension, Health health) {
        this.name = name;
        this.store = store;
        this.sequence = sequence;
        this.extension = extension;
        this.thread = health.vital("ext-" + name, this::run);
    }

    void start() {
        thread.start();
    }

    /** There is something new. Any thread, never waits. */
    void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                // Drained before the feed is read, so that what comes in between wakes the next round.
                news.drainPermits();
                switch (look()) {
                    case PAGE -> idleWhenDue();
                    case NOTHING -> news.tryAcquire(idle().toNanos(), TimeUnit.NANOSECONDS);
                    case FAILED -> pause();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("event=follower-interrupted extension={}", name, e);
        }
    }

    private Look look() {
        try {
            if (sequence == 0) {
                beganAt = store.sequence();
            }
            Changes changes = store.unreadAfter(sequence, beganAt, PAGE);
            if (changes.isTruncated()) {
                sequence = 0;
                startsAnew = true;
                return Look.PAGE;
            }
            if (changes.changes().isEmpty()) {
                return Look.NOTHING;
            }
            extension.changes(new RelayAccess.Page(changes.changes(), startsAnew, changes.next()));
            sequence = changes.next();
            startsAnew = false;
            failures = 0;
            return Look.PAGE;
        } catch (RuntimeException e) {
            complain("changes", e);
            return Look.FAILED;
        }
    }

    private void idleWhenDue() throws InterruptedException {
        if (System.nanoTime() - lastIdleNanos >= FeedFollower.MAX_SLEEP.toNanos()) {
            idle();
        }
    }

    /** Lets the extension do what is due; returns how long it may sleep. */
    private Duration idle() throws InterruptedException {
        Duration sleep = Duration.ZERO;
        try {
            sleep = bounded(extension.idle());
        } catch (RuntimeException e) {
            complain("idle", e);
            pause();
        }
        lastIdleNanos = System.nanoTime();
        return sleep;
    }

    /** It may fail every second, as long as a disk is full: a line a minute tells enough. */
    private void complain(String what, RuntimeException failure) {
        if (failures++ % FAILURES_A_LINE == 0) {
            LOG.error("event=extension-failed extension={} sequence={} what={}", name, sequence, what, failure);
        }
    }

    private static Duration bounded(Duration sleep) {
        if (sleep.isNegative()) {
            return Duration.ZERO;
        }
        return sleep.compareTo(FeedFollower.MAX_SLEEP) > 0 ? FeedFollower.MAX_SLEEP : sleep;
    }

    @SuppressWarnings("ReturnValueIgnored") // The loop looks whether it has to stop.
    private void pause() throws InterruptedException {
        stopping.await(PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        stopping.countDown();
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
