package dev.souk.relay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the operator's plugin is asked, and how it does. Thread-safe. */
public final class PluginMeters {
    /** How a question ended. */
    public enum End {
        ACCEPT,
        REJECT,
        SHADOW_REJECT,
        /** No answer came in time. */
        LATE,
        /** The plugin was not there, or went away. */
        FAILED,
        /** Too many waited. */
        FULL
    }

    private final Map<End, Counter> ends = new EnumMap<>(End.class);
    private final Counter asked;
    private final Timer answer;
    private final AtomicLong inFlight = new AtomicLong();
    private final Counter restarts;

    PluginMeters(MeterRegistry registry) {
        for (End end : End.values()) {
            ends.put(
                    end,
                    Counter.builder("souk.plugin.answers")
                            .description("Events by what the plugin answered, or why it did not")
                            .tags("answer", end.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        asked = Counter.builder("souk.plugin.asked")
                .description("Events that the plugin was told of")
                .register(registry);
        answer = Latency.timer(
                registry, "souk.plugin.answer", "From an event's turn to the plugin's answer, queue included");
        Gauge.builder("souk.plugin.in.flight", inFlight, AtomicLong::get)
                .description("Events that the plugin was told of and has not answered for")
                .register(registry);
        restarts = Counter.builder("souk.plugin.restarts")
                .description("Times the plugin ended, hung or wrote nonsense, and was started again")
                .register(registry);
    }

    /** A question was written to the plugin. */
    public void asked() {
        asked.increment();
        inFlight.incrementAndGet();
    }

    /** So many of these are answered, or will never be. */
    public void left(int questions) {
        inFlight.addAndGet(-questions);
    }

    /** A question has ended with an answer, after so long. */
    public void answered(End end, long nanos) {
        ended(end);
        answer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A question has ended without one. */
    public void ended(End end) {
        Objects.requireNonNull(ends.get(end)).increment();
    }

    /** The plugin had to be given up. */
    public void restarted() {
        restarts.increment();
    }
}
