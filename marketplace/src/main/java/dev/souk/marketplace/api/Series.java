package dev.souk.marketplace.api;

import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Window;
import java.util.Optional;

/**
 * Which buckets make a chart of a window.
 *
 * @param from the start of the first, Unix seconds
 * @param to the end of the last
 */
record Series(long from, long to) {
    /**
     * The buckets of {@code granularity} that {@code window} reaches into; of the window without a beginning the newest
     * {@link StatisticsEndpoints#MAX_POINTS} days. Nothing when the scope does not keep them for so long, or when there
     * are too many.
     */
    static Optional<Series> of(Scope scope, Window window, Granularity granularity, long nowSeconds) {
        long length = granularity.seconds();
        long to = granularity.floor(nowSeconds) + length;
        long longest = StatisticsEndpoints.MAX_POINTS * length;
        long from = granularity.floor(window.start(scope, nowSeconds).orElse(Math.max(0, to - longest)));
        boolean isKept = scope.granularities().contains(granularity)
                && granularity
                        .kept()
                        .filter(kept -> from + kept.toSeconds() < nowSeconds)
                        .isEmpty();
        return isKept && to - from <= longest ? Optional.of(new Series(from, to)) : Optional.empty();
    }
}
