package dev.souk.marketplace.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What the ledger tells an operator of its work. Thread-safe. No label comes from a client. */
public final class LedgerMeters {
    private final MeterRegistry registry;
    private final Map<String, Counter> useless = new ConcurrentHashMap<>();
    private final Map<Bound, Counter> dropped = new EnumMap<>(Bound.class);
    private final Counter folds;
    private final Counter facts;
    private final Counter hot;
    private final Counter read;
    private final Timer pages;

    public LedgerMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Bound bound : Bound.values()) {
            dropped.put(
                    bound,
                    Counter.builder("souk.market.dropped")
                            .description("Facts not kept because a bound was reached")
                            .tag("bound", bound.wire())
                            .register(registry));
        }
        this.folds = Counter.builder("souk.market.folds")
                .description("Jobs folded anew")
                .register(registry);
        this.facts = Counter.builder("souk.market.readings")
                .description("What events were read as, by the market")
                .register(registry);
        this.hot = asked("memory");
        this.read = asked("table");
        this.pages = Timer.builder("souk.market.page")
                .description("Time for one page of the change feed")
                .publishPercentileHistogram()
                .register(registry);
    }

    private Counter asked(String from) {
        return Counter.builder("souk.market.jobs")
                .description("Jobs that somebody asked for, by where they were found")
                .tag("from", from)
                .register(registry);
    }

    /** A job was asked for, and stood in memory or had to be read. */
    void asked(boolean isHot) {
        (isHot ? hot : read).increment();
    }

    /** A market event that cannot be used, for one of the fixed reasons. */
    void useless(String reason) {
        useless.computeIfAbsent(
                        reason,
                        word -> Counter.builder("souk.market.useless")
                                .description("Market events that cannot be used")
                                .tag("reason", word)
                                .register(registry))
                .increment();
    }

    /** Something was not kept, or had to leave. */
    public void dropped(Bound bound) {
        dropped(bound, 1);
    }

    void dropped(Bound bound, int count) {
        Objects.requireNonNull(dropped.get(bound)).increment(count);
    }

    void folded(int jobs) {
        folds.increment(jobs);
    }

    void read(int readings) {
        facts.increment(readings);
    }

    Timer pages() {
        return pages;
    }

    /** From now on {@code changes} tells how many changes of the store the ledger has not seen yet. Asked by any thread. */
    public void lag(LongSupplier changes) {
        Gauge.builder("souk.market.lag", changes::getAsLong)
                .description("Changes of the store that the market has not seen yet")
                .register(registry);
    }
}
