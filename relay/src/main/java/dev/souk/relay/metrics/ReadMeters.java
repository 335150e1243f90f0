package dev.souk.relay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What questions cost, by their shape, and what becomes of them. Thread-safe. */
public final class ReadMeters {
    /** How the work for a question ended. */
    public enum End {
        ANSWERED,
        /** It took too long. */
        LATE,
        /** The store could not be read. */
        FAILED,
        /** Nobody waited for it any more. */
        CANCELLED
    }

    private final Map<Shape, Map<End, Counter>> ends = new EnumMap<>(Shape.class);
    private final Map<Shape, Timer> times = new EnumMap<>(Shape.class);
    private final Map<Shape, DistributionSummary> rows = new EnumMap<>(Shape.class);

    ReadMeters(MeterRegistry registry) {
        for (Shape shape : Shape.values()) {
            String name = shape.name().toLowerCase(Locale.ROOT);
            times.put(
                    shape,
                    Latency.timer(
                            registry,
                            "souk.replay",
                            "From a REQ, COUNT or NEG message to the end of its search, waits for the client included",
                            "shape",
                            name));
            rows.put(
                    shape,
                    DistributionSummary.builder("souk.replay.rows")
                            .description(
                                    "Index rows and events that one question examined, and microseconds of its searching")
                            .tags("shape", name)
                            .register(registry));
            Map<End, Counter> counters = new EnumMap<>(End.class);
            for (End end : End.values()) {
                counters.put(
                        end,
                        Counter.builder("souk.requests")
                                .description("Questions by how they ended")
                                .tags("shape", name, "outcome", end.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            ends.put(shape, counters);
        }
    }

    /** One has ended, after so long, having examined so much. */
    public void ended(Shape shape, End end, long nanos, long examined) {
        Objects.requireNonNull(Objects.requireNonNull(ends.get(shape)).get(end)).increment();
        if (end == End.ANSWERED) {
            Objects.requireNonNull(times.get(shape)).record(nanos, TimeUnit.NANOSECONDS);
            Objects.requireNonNull(rows.get(shape)).record((double) examined);
        }
    }
}
