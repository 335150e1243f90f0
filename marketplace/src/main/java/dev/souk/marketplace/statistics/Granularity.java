package dev.souk.marketplace.statistics;

import java.time.Duration;
import java.util.Optional;

/** How long a bucket is. The numbers are stored: never change one. */
public enum Granularity {
    FIVE_MINUTES(0, Duration.ofMinutes(5), Optional.of(Duration.ofDays(2))),
    HOUR(1, Duration.ofHours(1), Optional.of(Duration.ofDays(32))),
    DAY(2, Duration.ofDays(1), Optional.empty()),
    /** All time in one bucket. */
    TOTAL(3, Duration.ofSeconds(Long.MAX_VALUE), Optional.empty());

    final int place;
    private final Duration length;
    private final Optional<Duration> kept;

    Granularity(int place, Duration length, Optional<Duration> kept) {
        this.place = place;
        this.length = length;
        this.kept = kept;
    }

    /** How long after its end a bucket is kept; nothing: for ever. */
    public Optional<Duration> kept() {
        return kept;
    }

    /** The length of a bucket in seconds. */
    public long seconds() {
        return length.toSeconds();
    }

    /** The start of the bucket of {@code atSeconds}: a multiple of the length since 1970, UTC. */
    public long floor(long atSeconds) {
        return this == TOTAL ? 0 : Math.floorDiv(atSeconds, seconds()) * seconds();
    }
}
