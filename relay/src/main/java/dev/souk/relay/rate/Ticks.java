package dev.souk.relay.rate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that passes, by the relay's clock: what that clock is set back does not count, so that nobody waits for an hour
 * twice. Thread-safe, under one lock.
 */
public final class Ticks implements TimeMeter, Ticker {
    private final InstantSource clock;

    /** Guarded by this. */
    private Instant last;

    /** Guarded by this. */
    private long passed;

    public Ticks(InstantSource clock) {
        this.clock = clock;
        this.last = clock.instant();
    }

    @Override
    public synchronized long currentTimeNanos() {
        Instant now = clock.instant();
        if (now.isAfter(last)) {
            passed += Duration.between(last, now).toNanos();
        }
        last = now;
        return passed;
    }

    @Override
    public long read() {
        return currentTimeNanos();
    }

    /** It has no zero that means anything. */
    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
