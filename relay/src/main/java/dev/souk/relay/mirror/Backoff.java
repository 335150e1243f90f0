package dev.souk.relay.mirror;

import dev.souk.relay.config.MirrorsConfig;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another relay is called again: twice as long each time, give or take a half, so that those who
 * lost it together do not come back together. Owned by one thread.
 */
final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Supplier<MirrorsConfig> settings;
    private final RandomGenerator random;
    private int failures;

    Backoff(Supplier<MirrorsConfig> settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** It went well: the next wait is a short one. */
    void reset() {
        failures = 0;
    }

    /** How long to wait now. */
    Duration next(EndedException.Cause whose) {
        MirrorsConfig config = settings.get();
        long max = config.maxBackoff().toMillis();
        long wait = Math.min(max, config.minBackoff().toMillis() << Math.min(failures, MAX_DOUBLINGS));
        failures = Math.min(failures + 1, MAX_DOUBLINGS);
        long base = switch (whose) {
            case AWAY, OURS -> wait;
            case UNWELCOME, MISBEHAVED -> max;
        };
        return Duration.ofMillis((long) (base * (0.5 + random.nextDouble())));
    }
}
