package dev.souk.relay.replay;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Eose;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.live.LiveFeed;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.Health.Part;
import dev.souk.relay.metrics.Health.Pulse;
import dev.souk.relay.metrics.ReadMeters.End;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.search.TextIndex;
import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers REQs and COUNTs from the store on its {@code replay-n} threads. Each replay runs in slices and then goes to the back of
 * the queue, so that a long one delays nobody; between slices it waits until its client has read what it was sent.
 */
public final class Replayer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SLICE_BYTES = 256 << 10;

    /** An answer of so many bytes leaves together with what ends it, for one wake-up and one write the less. */
    private static final int BYTES_IN_ONE_PIECE = 16 << 10;

    /** What any search costs beside the rows that it examines. */
    private static final int ROWS_A_SEARCH = 100;

    private final Sources sources;
    private final LiveFeed live;
    private final Supplier<LimitsConfig> limits;
    private final RelayMetrics metrics;
    private final Health health;
    private final List<Thread> threads = new ArrayList<>();

    /** Bounded by {@link #pending}, which also counts the replays that wait for their client. */
    private final BlockingQueue<Search> queue = new LinkedBlockingQueue<>();

    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean isStopping;

    public Replayer(
            int threadCount,
            EventStore store,
            Optional<TextIndex> index,
            LiveFeed live,
            Supplier<LimitsConfig> limits,
            RelayMetrics metrics,
            Health health) {
        this.sources = new Sources(store, index);
        this.live = live;
        this.limits = limits;
        this.metrics = metrics;
        this.health = health;
        for (int i = 1; i <= threadCount; i++) {
            threads.add(health.vital("replay-" + i, this::run));
        }
        metrics.queue("replay", queue);
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /**
     * Takes a subscription in, and never waits. False when too many are under way already.
     *
     * @param made makes what is sent before the stored events; called once, on a replay thread
     */
    public boolean submit(Subscription subscription, Budget budget, Supplier<List<Event>> made) {
        return submit(new Replay(
                subscription,
                budget,
                made,
                live,
                System.nanoTime(),
                limits.get().maxRowsExamined()));
    }

    /** Takes in anything else that is answered from the store; otherwise the same. */
    public boolean submit(Search replay) {
        if (pending.incrementAndGet() > limits.get().maxPendingReplays()) {
            pending.decrementAndGet();
            return false;
        }
        if (!replay.budget().enter()) {
            pending.decrementAndGet();
            return false;
        }
        replay.budget().spend(ROWS_A_SEARCH, 0);
        queue.add(replay);
        return true;
    }

    /** Takes back a subscription that came too late to the live feed: it is caught up from the store once more. */
    public void resume(Subscription subscription, long sequence, Set<Eose.Hint> hints) {
        if (!submit(Replay.resumed(subscription, live, System.nanoTime(), sequence, hints))) {
            subscription.end(Reason.error("too many requests are waiting, send it again later"));
        }
    }

    private void run() {
        Pulse pulse = health.pulse(Thread.currentThread().getName());
        while (!isStopping) {
            pulse.beat();
            try {
                Search search = queue.poll(100, TimeUnit.MILLISECONDS);
                if (search != null) {
                    runSlice(search);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void runSlice(Search search) {
        if (search.isCancelled()) {
            record(search, End.CANCELLED);
            done(search);
            return;
        }
        try {
            List<Parcel> found = new ArrayList<>();
            Slice slice = paidSlice(search, found);
            metrics.replayed().increment(found.size());
            if (slice.isLast()) {
                boolean isSmall = slice.bytes() <= BYTES_IN_ONE_PIECE;
                post(search.connection(), isSmall ? List.of() : found);
                done(search);
                record(search, End.ANSWERED);
                search.finish(isSmall ? found : List.of());
            } else if (isTooOld(search)) {
                post(search.connection(), found);
                done(search);
                record(search, End.LATE);
                search.fail(Reason.error("answering took too long; ask for less"));
            } else {
                search.suspend();
                found.add(new Parcel.Callback(search.connection(), () -> queue.add(search)));
                post(search.connection(), found);
            }
        } catch (StorageException e) {
            LOG.debug("event=replay-failed connection={}", search.connection().number(), e);
            health.trouble(Part.READS, "some stored events cannot be read", e);
            done(search);
            record(search, End.FAILED);
            search.fail(Reason.error("the stored events could not be read"));
        }
    }

    /** Runs for one slice, charges what it cost, and ends the search early if nothing is left. */
    private Slice paidSlice(Search search, List<Parcel> found) {
        long before = search.examined();
        Slice done = slice(search, found);
        search.budget().spend(search.examined() - before, done.bytes());
        if (!done.isLast()) {
            search.budget().emptiness().ifPresent(reason -> {
                metrics.brake(RelayMetrics.Brake.CUT);
                search.cut(reason, found);
            });
        }
        return done;
    }

    /** What one slice found. */
    private record Slice(int bytes, boolean isLast) {}

    /** Runs for one slice at most. */
    private Slice slice(Search search, List<Parcel> found) {
        long end = System.nanoTime() + SLICE_NANOS;
        int bytes = 0;
        while (bytes <= SLICE_BYTES && System.nanoTime() <= end) {
            int more = search.advance(sources, found);
            if (more == Search.DONE) {
                return new Slice(bytes, true);
            }
            bytes += more;
        }
        return new Slice(bytes, false);
    }

    private static void post(Connection connection, List<Parcel> parcels) {
        if (!parcels.isEmpty()) {
            connection.outlet().post(parcels);
        }
    }

    private boolean isTooOld(Search replay) {
        return System.nanoTime() - replay.startNanos()
                > limits.get().maxReplayTime().toNanos();
    }

    private void done(Search replay) {
        replay.close();
        replay.budget().leave();
        pending.decrementAndGet();
    }

    private void record(Search replay, End end) {
        metrics.reads().ended(replay.shape(), end, System.nanoTime() - replay.startNanos(), replay.examined());
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
        for (Search waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.close();
        }
    }
}
