package dev.souk.relay.ingest;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.live.LiveFeed;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.Health.Part;
import dev.souk.relay.metrics.Health.Pulse;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.metrics.RelayMetrics.Outcome;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.retention.Retirement;
import dev.souk.storage.Change;
import dev.souk.storage.Commit;
import dev.souk.storage.EventStore;
import dev.souk.storage.SaveOutcome;
import dev.souk.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that writes to the store. It takes all that waits, up to a limit, commits it at once, and only then
 * answers each event: OK means kept. Batches grow with the load by themselves. Between batches it sweeps expired, vanished,
 * banned and retired events, a few at a time.
 */
public final class Writer implements AutoCloseable {
    /** The word for an event that is stored already. */
    static final Reason DUPLICATE = Reason.duplicate("already have this event");

    private static final int IDLE_MILLIS = 100;
    private static final int SWEEP = 500;
    private static final int SWEEP_VANISHED = 5_000;
    private static final int VANISH = 62;
    private static final long SWEEP_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BlockingQueue<Submission> inbox;
    private final int maxBatch;
    private final EventStore store;
    private final Moderation moderation;
    private final Retirement retirement;
    private final LiveFeed live;
    private final Followers followers;
    private final RelayMetrics metrics;
    private final Health health;
    private final Thread thread;
    private volatile boolean isStopping;
    private long nextSweep = System.nanoTime();
    private long nextPurge = System.nanoTime();
    private long nextRetirement = System.nanoTime();

    /**
     * @param capacity checked events that may wait; past it the verify threads wait
     * @param maxBatch events in one commit
     * @param moderation has the last word: what was banned while it waited here is refused
     * @param retirement says what has been kept long enough
     * @param followers told after each commit, and waited for when they are far behind
     */
    public Writer(
            int capacity,
            int maxBatch,
            EventStore store,
            Moderation moderation,
            Retirement retirement,
            LiveFeed live,
            Followers followers,
            RelayMetrics metrics,
            Health health) {
        this.inbox = new ArrayBlockingQueue<>(capacity);
        this.maxBatch = maxBatch;
        this.store = store;
        this.moderation = moderation;
        this.retirement = retirement;
        this.live = live;
        this.followers = followers;
        this.metrics = metrics;
        this.health = health;
        this.thread = health.vital("writer", this::run);
        metrics.queue("writer", inbox);
    }

    public void start() {
        thread.start();
    }

    /** Takes in a checked event; waits when too many do. */
    void put(Submission submission) throws InterruptedException {
        inbox.put(submission);
    }

    private void run() {
        List<Submission> batch = new ArrayList<>(maxBatch);
        Pulse pulse = health.pulse("writer");
        while (!isStopping || !inbox.isEmpty()) {
            pulse.beat();
            try {
                Submission first = inbox.poll(hasToPurge() ? 0 : IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    inbox.drainTo(batch, maxBatch - 1);
                    write(batch);
                    holdUp(batch.size());
                    batch.clear();
                }
                purgeWhenDue();
                retireWhenDue();
                sweepWhenDue();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Not when the relay stops: what waits here is to be stored soon, and followers read on after the next start. */
    private void holdUp(int events) {
        long nanos = followers.holdNanos(events);
        if (nanos > 0 && !isStopping) {
            metrics.held().record(nanos, TimeUnit.NANOSECONDS);
            LockSupport.parkNanos(nanos);
        }
    }

    private void write(List<Submission> batch) {
        OutboundBatch out = new OutboundBatch();
        batch.removeIf(submission -> isBanned(submission, out));
        if (!batch.isEmpty()) {
            write(batch, out);
        }
        out.post();
    }

    private void write(List<Submission> batch, OutboundBatch out) {
        try {
            long start = System.nanoTime();
            Commit commit = store.save(batch.stream().map(Submission::event).toList());
            long end = System.nanoTime();
            metrics.commit().record(end - start, TimeUnit.NANOSECONDS);
            metrics.batch().record(batch.size());
            announce(commit, batch);
            if (batch.stream().anyMatch(submission -> submission.event().kind() == VANISH)) {
                sweepVanished();
            }
            for (int i = 0; i < batch.size(); i++) {
                Submission submission = batch.get(i);
                metrics.toCommit().record(end - submission.sinceNanos(), TimeUnit.NANOSECONDS);
                submission
                        .receipt()
                        .answer(answer(submission.event(), commit.outcomes().get(i)), out);
            }
            health.recovered(Part.WRITES);
        } catch (StorageException e) {
            failed(batch, e, out);
        }
    }

    /** Asked once more, as a ban may have come after the policies were; its search for what is stored comes later. */
    private boolean isBanned(Submission submission, OutboundBatch out) {
        if (moderation.judge(submission.event(), submission.caller()) instanceof Verdict.Reject(Reason reason)) {
            submission.receipt().answer(refused(submission.event(), Outcome.REFUSED, reason), out);
            return true;
        }
        return false;
    }

    private void announce(Commit commit, List<Submission> batch) {
        List<Event> passing = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (commit.outcomes().get(i) instanceof SaveOutcome.Ephemeral) {
                passing.add(batch.get(i).event());
            }
        }
        announce(commit.changes(), passing);
    }

    private void announce(List<Change> changes, List<Event> passing) {
        if (!changes.isEmpty() || !passing.isEmpty()) {
            live.announce(changes, passing);
            followers.wake();
        }
    }

    /** The one place that turns outcomes into answers. */
    private Ok answer(Event event, SaveOutcome outcome) {
        return switch (outcome) {
            case SaveOutcome.Stored stored -> {
                metrics.event(Outcome.STORED);
                yield Ok.accepted(event.id());
            }
            case SaveOutcome.Ephemeral ephemeral -> {
                metrics.event(Outcome.EPHEMERAL);
                yield Ok.accepted(event.id());
            }
            case SaveOutcome.Duplicate duplicate -> {
                metrics.event(Outcome.DUPLICATE);
                yield Ok.accepted(event.id(), DUPLICATE);
            }
            case SaveOutcome.Superseded superseded ->
                refused(event, Outcome.SUPERSEDED, Reason.duplicate("a newer version of this event is stored"));
            case SaveOutcome.Deleted deleted ->
                refused(event, Outcome.DELETED, Reason.blocked("the deletion of this event was requested"));
            case SaveOutcome.Vanished vanished ->
                refused(event, Outcome.DELETED, Reason.blocked("this key has asked to vanish at that time or later"));
            case SaveOutcome.Expired expired ->
                refused(event, Outcome.EXPIRED, Reason.invalid("the event has expired"));
        };
    }

    private Ok refused(Event event, Outcome outcome, Reason reason) {
        metrics.event(outcome);
        metrics.refusal(reason);
        return Ok.refused(event.id(), reason);
    }

    private boolean hasToPurge() {
        return moderation.purge().isDue() && System.nanoTime() - nextPurge >= 0;
    }

    /** One step, then others have their turn. */
    private void purgeWhenDue() {
        if (!hasToPurge()) {
            return;
        }
        try {
            Commit commit = moderation.purge().step(store);
            metrics.moderated().increment(commit.changes().size());
            announce(commit.changes(), List.of());
        } catch (StorageException e) {
            nextPurge = System.nanoTime() + SWEEP_INTERVAL_NANOS;
            health.trouble(Part.REMOVALS, "what was banned cannot be removed", e);
        }
    }

    private boolean hasToRetire() {
        return retirement.isDue() && System.nanoTime() - nextRetirement >= 0;
    }

    /** One page, when nothing else is to do, or when it has waited long enough. */
    private void retireWhenDue() {
        if (!hasToRetire() || !inbox.isEmpty() && !retirement.isOverdue()) {
            return;
        }
        try {
            announce(retirement.step().changes(), List.of());
        } catch (StorageException e) {
            nextRetirement = System.nanoTime() + SWEEP_INTERVAL_NANOS;
            health.trouble(Part.REMOVALS, "what was kept long enough cannot be removed", e);
        }
    }

    private void sweepWhenDue() {
        long now = System.nanoTime();
        if (now - nextSweep < 0) {
            return;
        }
        nextSweep = now + SWEEP_INTERVAL_NANOS;
        probeWhenInTrouble();
        try {
            announce(store.sweepExpired(SWEEP).changes(), List.of());
            sweepVanished();
            health.recovered(Part.REMOVALS);
        } catch (StorageException e) {
            health.trouble(Part.REMOVALS, "what has expired or vanished cannot be removed", e);
        }
    }

    /** Removes some of what requests to vanish concern: all of it for most keys, before the request is answered. */
    private void sweepVanished() {
        announce(store.sweepVanished(SWEEP_VANISHED).changes(), List.of());
    }

    /** As long as writing fails, tries without an event, too: who sees a relay in trouble may send none. */
    private void probeWhenInTrouble() {
        if (health.isInTrouble(Part.WRITES)) {
            try {
                store.probe();
                health.recovered(Part.WRITES);
            } catch (StorageException e) {
                health.trouble(Part.WRITES, "events cannot be stored", e);
            }
        }
    }

    /** All of them are refused, and the relay goes on with what it can: reading. */
    private void failed(List<Submission> batch, StorageException failure, OutboundBatch out) {
        for (Submission submission : batch) {
            metrics.event(Outcome.FAILED);
            Reason reason = Reason.error("the event could not be stored, send it again later");
            submission.receipt().answer(Ok.refused(submission.event().id(), reason), out);
        }
        health.trouble(Part.WRITES, "events cannot be stored", failure);
    }

    /** Ends when what waits is written. */
    @Override
    public void close() {
        isStopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
