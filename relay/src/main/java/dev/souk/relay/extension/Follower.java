package dev.souk.relay.extension;

import dev.souk.relay.metrics.Health;
import dev.souk.storage.Changes;
import dev.souk.storage.EventStore;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the change feed for one extension, on the thread {@code ext-<name>}. When the extension is slow it lags behind;
 * nothing else does. When it fails, the page is shown again after a pause, so an extension must not fail for what a
 * client sent.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int PAGE = 1_000;

    private final String name;
    private final EventStore store;
    private final Consumer<RelayAccess.Page> consumer;
    private final Thread thread;
    private final Semaphore news = new Semaphore(1);
    private volatile boolean isStopping;
    private long sequence;
    private long beganAt;
    private boolean startsAnew;

    Follower(String name, EventStore store, long sequence, Consumer<RelayAccess.Page> consumer, Health health) {
        this.name = name;
        this.store = store;
        this.sequence = sequence;
        this.consumer = consumer;
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
        while (!isStopping) {
            try {
                // Drained before the feed is read, so that what comes in between wakes the next round.
                news.drainPermits();
                if (!readPage()) {
                    news.tryAcquire(1, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** True when there may be more at once. */
    private boolean readPage() throws InterruptedException {
        try {
            if (sequence == 0) {
                beganAt = store.sequence();
            }
            Changes changes = store.changesAfter(sequence, beganAt, PAGE);
            if (changes.isTruncated()) {
                sequence = 0;
                startsAnew = true;
                return true;
            }
            if (changes.changes().isEmpty()) {
                return false;
            }
            consumer.accept(new RelayAccess.Page(changes.changes(), startsAnew, changes.next()));
            sequence = changes.next();
            startsAnew = false;
            return true;
        } catch (RuntimeException e) {
            LOG.error("event=extension-failed extension={} sequence={}", name, sequence, e);
            TimeUnit.SECONDS.sleep(1);
            return true;
        }
    }

    @Override
    public void close() {
        isStopping = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
