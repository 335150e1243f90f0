package dev.souk.relay.metrics;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the relay can do its work. Thread-safe. Trouble may pass; a failure is final: whoever runs the relay is told
 * once, and should end the process.
 */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final Consumer<String> onFailure;

    /** @param onFailure called once, on the thread that failed */
    public Health(Consumer<String> onFailure) {
        this.onFailure = onFailure;
    }

    /** What is wrong now, if anything. */
    public Optional<String> problem() {
        Optional<String> failed = Objects.requireNonNull(failure.get());
        return failed.isPresent() ? failed : Objects.requireNonNull(trouble.get());
    }

    /** Something does not work at the moment. */
    public void trouble(String what) {
        trouble.set(Optional.of(what));
    }

    /** It works again. */
    public void recovered() {
        trouble.set(Optional.empty());
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
