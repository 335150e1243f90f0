package dev.souk.relay.replay;

import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Eose;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.live.LiveFeed;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers REQs from the store on its {@code replay-n} threads. Each replay runs in slices and then goes to the back of
 * the queue, so that a long one delays nobody; between slices it waits until its client has read what it was sent.
 */
public final class Replayer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLICE_BYTES = 256 << 10;

    private final EventStore store;
    private final LiveFeed live;
    private final LimitsConfig limits;
    private final RelayMetrics metrics;
    private final List<Thread> threads = new ArrayList<>();

    /** Bounded by {@link #pending}, which also counts the replays that wait for their client. */
    private final BlockingQueue<Replay> queue = new LinkedBlockingQueue<>();

    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean isStopping;

    public Replayer(
            int threadCount,
            EventStore store,
            LiveFeed live,
            LimitsConfig limits,
            RelayMetrics metrics,
            Health health) {
        this.store = store;
        this.live = live;
        this.limits = limits;
        this.metrics = metrics;
        for (int i = 1; i <= threadCount; i++) {
            threads.add(health.vital("replay-" + i, this::run));
        }
        metrics.queue("replay", queue);
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Takes a subscription in, and never waits. False when too many are under way already. */
    public boolean submit(Subscription subscription) {
        return submit(new Replay(subscription, System.nanoTime(), limits.maxRowsExamined()));
    }

    private boolean submit(Replay replay) {
        if (pending.incrementAndGet() > limits.maxPendingReplays()) {
            pending.decrementAndGet();
            return false;
        }
        queue.add(replay);
        return true;
    }

    /** Takes back a subscription that came too late to the live feed: it is caught up from the store once more. */
    public void resume(Subscription subscription, long sequence, Set<Eose.Hint> hints) {
        if (!submit(Replay.resumed(subscription, System.nanoTime(), sequence, hints))) {
            subscription.end(Reason.error("too many requests are waiting, send it again later"));
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                Replay replay = queue.poll(100, TimeUnit.MILLISECONDS);
                if (replay != null) {
                    runSlice(replay);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void runSlice(Replay replay) {
        Subscription subscription = replay.subscription();
        if (subscription.isCancelled()) {
            done(replay);
            return;
        }
        try {
            List<Parcel> found = new ArrayList<>();
            boolean isFinished = slice(replay, found);
            metrics.replayed().increment(found.size());
            if (isFinished) {
                post(subscription.connection(), found);
                done(replay);
                record(replay);
                live.adopt(subscription, replay.sequence(), replay.hints());
            } else if (isTooOld(replay)) {
                post(subscription.connection(), found);
                done(replay);
                subscription.end(Reason.error("answering took too long; ask for less"));
            } else {
                replay.suspend();
                found.add(new Parcel.Callback(subscription.connection(), () -> queue.add(replay)));
                post(subscription.connection(), found);
            }
        } catch (StorageException e) {
            LOG.error(
                    "event=replay-failed connection={}",
                    subscription.connection().number(),
                    e);
            done(replay);
            subscription.end(Reason.error("the stored events could not be read"));
        }
    }

    /** Runs for one slice at most; true when the live feed can take over. */
    private boolean slice(Replay replay, List<Parcel> found) {
        long end = System.nanoTime() + SLICE_NANOS;
        int bytes = 0;
        while (replay.isSearching()) {
            bytes += replay.search(store, found);
            if (bytes > SLICE_BYTES || System.nanoTime() > end) {
                return false;
            }
        }
        if (!live.reaches(replay.sequence())) {
            replay.catchUp(store, found);
        }
        return live.reaches(replay.sequence());
    }

    private static void post(Connection connection, List<Parcel> parcels) {
        if (!parcels.isEmpty()) {
            connection.outlet().post(parcels);
        }
    }

    private boolean isTooOld(Replay replay) {
        return System.nanoTime() - replay.startNanos() > limits.maxReplayTime().toNanos();
    }

    private void done(Replay replay) {
        replay.close();
        pending.decrementAndGet();
    }

    private void record(Replay replay) {
        metrics.replay().record(System.nanoTime() - replay.startNanos(), TimeUnit.NANOSECONDS);
        metrics.rowsExamined().record((double) replay.examined());
    }

    /** Ends at once; what is not answered stays unanswered, as its connections are closed anyway. */
    @Override
    public void close() {
        isStopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Replay waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.close();
        }
    }
}
