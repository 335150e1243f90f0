package dev.souk.relay.members;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong invite codes by the address they come from, so that nobody has much of a try at guessing. Thread-safe, under
 * one lock. Bounded: past {@link #MAX_ADDRESSES} the address that was wrong the longest ago is forgotten.
 */
final class WrongClaims {
    /** So many may be wrong in each minute. */
    static final int MAX_A_MINUTE = 10;

    private static final int MAX_ADDRESSES = 10_000;
    private static final long MINUTE = Duration.ofMinutes(1).toSeconds();

    private final InstantSource clock;

    /** Guarded by the lock; the latest last. */
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(long since, int wrong) {}

    WrongClaims(InstantSource clock) {
        this.clock = clock;
    }

    /** True when this address has been wrong too often in the last minute. */
    synchronized boolean areTooMany(String address) {
        Count count = counts.get(address);
        return count != null && count.wrong() >= MAX_A_MINUTE && isRecent(count);
    }

    synchronized void add(String address) {
        Count before = counts.remove(address);
        counts.put(
                address,
                before != null && isRecent(before)
                        ? new Count(before.since(), before.wrong() + 1)
                        : new Count(now(), 1));
        if (counts.size() > MAX_ADDRESSES) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    private boolean isRecent(Count count) {
        return now() - count.since() < MINUTE;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
