package dev.souk.relay.ingest;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.relay.desk.Desk;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.Health.Part;
import dev.souk.relay.metrics.Health.Pulse;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.metrics.RelayMetrics.Outcome;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.policy.Vetoes;
import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The door for every event, whatever its origin. Its {@code verify-n} threads ask the policies, check the id, look
 * whether the event is known already, check the signature only if it is not, ask the policies that need to be certain of
 * the author, and pass it to the {@link Writer}, by way of the {@link Sifter} if that asks for it; what is addressed to the
 * relay itself goes to its {@link Desk} instead.
 */
public final class Ingester implements AutoCloseable {
    /** The word for an id that is not the event's. */
    public static final Reason WRONG_ID = Reason.invalid("the id is not the hash of the event");

    /** The word for a signature that is not the author's. */
    public static final Reason WRONG_SIGNATURE = Reason.invalid("the signature is not valid");

    /** Answers that leave together at most; small enough not to keep the first one waiting. */
    private static final int DRAIN = 32;

    private final BlockingQueue<Submission> queue;
    private final Vetoes vetoes;
    private final EventVerifier verifier;
    private final Desk desk;
    private final Sifter sifter;
    private final Set<Integer> taken;
    private final EventStore store;
    private final Writer writer;
    private final RelayMetrics metrics;
    private final Health health;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isStopping;

    /** @param capacity events that may wait for a check */
    public Ingester(
            int threadCount,
            int capacity,
            Vetoes vetoes,
            EventVerifier verifier,
            Desk desk,
            Sifter sifter,
            EventStore store,
            Writer writer,
            RelayMetrics metrics,
            Health health) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.vetoes = vetoes;
        this.verifier = verifier;
        this.desk = desk;
        this.sifter = sifter;
        this.taken = desk.taken();
        this.store = store;
        this.writer = writer;
        this.metrics = metrics;
        this.health = health;
        for (int i = 1; i <= threadCount; i++) {
            threads.add(health.vital("verify-" + i, this::run));
        }
        metrics.queue("verify", queue);
    }

    public void start() {
        sifter.start();
        threads.forEach(Thread::start);
    }

    /** Takes an event in, and never waits. False when too many wait already: it was not taken, and is not answered. */
    public boolean submit(Event event, Caller caller, Receipt receipt) {
        return !isStopping && queue.offer(new Submission(event, caller, Submission.Purpose.PUBLISH, receipt));
    }

    /** The same for an event whose signature is not checked: it was made in this process, or its bringer is trusted. */
    public boolean submitOwn(Event event, Caller caller, Receipt receipt) {
        return !isStopping && queue.offer(new Submission(event, caller, Submission.Purpose.PUBLISH_OWN, receipt));
    }

    /** Has id and signature of an event checked that is not published; otherwise like {@link #submit}. */
    public boolean prove(Event proof, Caller caller, Receipt receipt) {
        return !isStopping && queue.offer(new Submission(proof, caller, Submission.Purpose.PROVE, receipt));
    }

    private void run() {
        List<Submission> drained = new ArrayList<>(DRAIN);
        OutboundBatch out = new OutboundBatch();
        Pulse pulse = health.pulse(Thread.currentThread().getName());
        while (!isStopping || !queue.isEmpty()) {
            pulse.beat();
            try {
                Submission first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                drained.add(first);
                queue.drainTo(drained, DRAIN - 1);
                for (Submission submission : drained) {
                    switch (submission.purpose()) {
                        case PUBLISH, PUBLISH_OWN -> checkOrRefuse(submission, out);
                        case PROVE -> checkProof(submission, out);
                    }
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                drained.clear();
                out.post();
            }
        }
    }

    private void checkOrRefuse(Submission submission, OutboundBatch out) throws InterruptedException {
        try {
            check(submission, out);
        } catch (StorageException e) {
            health.trouble(Part.READS, "some stored events cannot be read", e);
            refuse(submission, Reason.error("the store cannot be read"), out);
        }
    }

    private void check(Submission submission, OutboundBatch out) throws InterruptedException {
        Event event = submission.event();
        if (vetoes.onClaims().judge(event, submission.caller()) instanceof Verdict.Reject(Reason reason)) {
            refuse(submission, reason, out);
        } else if (!verifier.hasRightId(event)) {
            refuse(submission, WRONG_ID, out);
        } else if (store.contains(event.id())) {
            metrics.event(Outcome.DUPLICATE);
            submission.receipt().answer(Ok.accepted(event.id(), Writer.DUPLICATE), out);
        } else if (submission.purpose() == Submission.Purpose.PUBLISH && !verifier.hasRightSignature(event)) {
            refuse(submission, WRONG_SIGNATURE, out);
        } else if (vetoes.onProof().judge(event, submission.caller()) instanceof Verdict.Reject(Reason reason)) {
            refuse(submission, reason, out);
        } else if (taken.contains(event.kind())) {
            answered(submission, desk.answer(event, submission.caller()), out);
        } else {
            event.json();
            sift(submission, out);
        }
    }

    /** The last question before the event is written. What was signed in this process is asked of nobody. */
    private void sift(Submission submission, OutboundBatch out) throws InterruptedException {
        Event event = submission.event();
        if (sifter.asks(event, submission.caller())) {
            sifter.ask(event, submission.caller(), (ruling, batch) -> settle(submission, ruling, batch), out);
        } else {
            writer.put(submission);
        }
    }

    private void settle(Submission submission, Ruling ruling, OutboundBatch out) throws InterruptedException {
        switch (ruling) {
            case Ruling.Accept accepted -> writer.put(submission);
            case Ruling.Refuse(Reason reason) -> refuse(submission, reason, out);
            case Ruling.Pretend pretended -> {
                metrics.event(Outcome.SHADOWED);
                submission.receipt().answer(Ok.accepted(submission.event().id()), out);
            }
        }
    }

    private void answered(Submission submission, Ok ok, OutboundBatch out) {
        if (ok.accepted()) {
            metrics.event(Outcome.REQUEST);
        } else {
            metrics.event(Outcome.REFUSED);
            ok.reason().ifPresent(metrics::refusal);
        }
        submission.receipt().answer(ok, out);
    }

    private void checkProof(Submission submission, OutboundBatch out) {
        Event proof = submission.event();
        switch (verifier.verify(proof)) {
            case VALID -> submission.receipt().answer(Ok.accepted(proof.id()), out);
            case WRONG_ID -> refuse(submission, WRONG_ID, out);
            case WRONG_SIGNATURE -> refuse(submission, WRONG_SIGNATURE, out);
        }
    }

    private void refuse(Submission submission, Reason reason, OutboundBatch out) {
        metrics.event(Outcome.REFUSED);
        metrics.refusal(reason);
        submission.receipt().answer(Ok.refused(submission.event().id(), reason), out);
    }

    /** Takes nothing more in, and ends when what was taken in has been passed on. */
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
        sifter.close();
    }
}
