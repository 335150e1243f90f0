package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Arithmetic of points in time, Unix seconds, that cannot overflow whatever a client wrote. */
final class Moments {
    /** A point that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private Moments() {}

    /** {@code moment} and then {@code later}; {@link #NEVER} past the end of numbers. */
    static long after(long moment, Duration later) {
        long seconds = later.toSeconds();
        long sum = moment + seconds;
        return ((moment ^ sum) & (seconds ^ sum)) < 0 ? NEVER : sum;
    }

    /** True from {@code moment} on. */
    static boolean hasCome(long moment, long nowSeconds) {
        return moment != NEVER && nowSeconds >= moment;
    }

    /** The newer of the two. */
    static Source newer(@Nullable Source known, Source next) {
        return known == null || isNewer(next, known) ? next : known;
    }

    /** True when {@code one} is later, or of the same second with a lower id; what is not there is older than all. */
    static boolean isNewer(@Nullable Source one, @Nullable Source other) {
        if (one == null || other == null) {
            return one != null;
        }
        return one.at() > other.at() || (one.at() == other.at() && one.id().compareTo(other.id()) < 0);
    }
}
