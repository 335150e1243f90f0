package dev.souk.marketplace.job;

import java.time.Duration;

/**
 * The times that fold a job.
 *
 * @param silence after so long a job without a deadline is expired, and a silent offer given up
 * @param grace how long after a payment, or after the deadline, a delivery may take before it counts as not made
 */
public record FoldRules(Duration silence, Duration grace) {
    /** Seven days, and one. */
    public static final FoldRules DEFAULT = new FoldRules(Duration.ofDays(7), Duration.ofDays(1));
}
