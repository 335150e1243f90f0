package dev.souk.relay.config;

import java.time.Duration;

/**
 * So many of something in each period: a bucket that holds {@code amount} tokens, full at first, and is filled at an even
 * pace. So all of it may be had at once, and as much again in the whole period that follows.
 */
public record Rate(long amount, Duration period) {
    public Rate {
        if (amount < 1 || period.toMillis() < 1) {
            throw new IllegalArgumentException("a rate is something in some time, got " + amount + " in " + period);
        }
    }

    /** As a client is told: {@code at most 10 events from one address in 60 seconds}. */
    public String atMost(String what) {
        return "at most " + amount + " " + what + " in " + Math.max(1, period.toSeconds()) + " seconds";
    }
}
