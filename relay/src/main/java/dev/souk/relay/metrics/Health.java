package dev.souk.relay.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the relay can do its work. Thread-safe. Trouble with a part of it may pass, and the rest goes on meanwhile; a
 * failure is final: whoever runs the relay is told once, and should end the process. A thread that no longer comes round is
 * trouble, too, and a reason for a watchdog not to be told that all is well.
 */
public final class Health {
    /** How long a vital thread may be at one thing. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** What may not work at the moment. */
    public enum Part {
        /** Events are refused. */
        WRITES,
        /** What has expired, vanished or was banned stays. */
        REMOVALS,
        /** Some of what is stored cannot be read. */
        READS,
        /** Events are refused because the operator's plugin does not answer. */
        PLUGIN
    }

    /** Guarded by itself. */
    private final Map<Part, String> troubles = new EnumMap<>(Part.class);

    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final Consumer<String> onFailure;

    /** @param onFailure called once, on the thread that failed */
    public Health(Consumer<String> onFailure) {
        this.onFailure = onFailure;
    }

    /** A vital thread's sign of life. */
    public static final class Pulse {
        private final String thread;
        private volatile long lastNanos = System.nanoTime();

        private Pulse(String thread) {
            this.thread = thread;
        }

        /** The thread has come round. */
        public void beat() {
            lastNanos = System.nanoTime();
        }

        private boolean isMissing(long nowNanos) {
            return nowNanos - lastNanos > PATIENCE.toNanos();
        }
    }

    /** For a thread that beats at least every few seconds, whether there is something to do or not. */
    public Pulse pulse(String thread) {
        Pulse pulse = new Pulse(thread);
        pulses.add(pulse);
        return pulse;
    }

    /** What is wrong now, if anything. */
    public Optional<String> problem() {
        String all = Stream.of(dead().stream(), troubles().stream())
                .flatMap(some -> some)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /** What only a restart can mend, if anything: a failure, or threads that are stuck. */
    public Optional<String> dead() {
        Optional<String> failed = failure.get();
        if (failed != null && failed.isPresent()) {
            return failed;
        }
        long now = System.nanoTime();
        String stuck = pulses.stream()
                .filter(pulse -> pulse.isMissing(now))
                .map(pulse -> pulse.thread)
                .collect(Collectors.joining(", "));
        return stuck.isEmpty()
                ? Optional.empty()
                : Optional.of("stuck for more than " + PATIENCE.toSeconds() + " seconds: " + stuck);
    }

    private List<String> troubles() {
        synchronized (troubles) {
            return List.copyOf(troubles.values());
        }
    }

    /** Whether this part is in trouble. */
    public boolean isInTrouble(Part part) {
        synchronized (troubles) {
            return troubles.containsKey(part);
        }
    }

    /** This part does not work at the moment. The log tells once, with the cause and what to do. */
    public void trouble(Part part, String what, Throwable cause) {
        String text = what + ": " + cause.getMessage();
        boolean isNew;
        synchronized (troubles) {
            isNew = troubles.put(part, text) == null;
        }
        if (isNew) {
            LOG.error("event=trouble part={} what=\"{}\" todo=\"{}\"", part, text, Remedy.of(part, cause), cause);
        }
    }

    /** It works again. */
    public void recovered(Part part) {
        boolean hadTrouble;
        synchronized (troubles) {
            hadTrouble = troubles.remove(part) != null;
        }
        if (hadTrouble) {
            LOG.info("event=recovered part={}", part);
        }
    }

    /** Something has failed for good. */
    public void failed(String what, Throwable cause) {
        LOG.error("event=relay-failed what=\"{}\"", what, cause);
        if (failure.compareAndSet(Optional.empty(), Optional.of(what))) {
            onFailure.accept(what);
        }
    }

    /** A thread that must not die: if it does, that is a failure. It is not started yet. */
    public Thread vital(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler((dead, cause) -> failed("thread " + dead.getName() + " died", cause));
        return thread;
    }
}
