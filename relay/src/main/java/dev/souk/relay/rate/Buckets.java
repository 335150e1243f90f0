package dev.souk.relay.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.relay.config.Rate;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * A token bucket for each of many. Thread-safe, without waiting. Bounded: past {@code max} the least active are forgotten,
 * and whoever is forgotten begins anew with a full bucket; so does, at no difference, who took nothing for a whole period.
 */
public final class Buckets<K> {
    private final Cache<K, Bucket> buckets;
    private final Bandwidth bandwidth;
    private final Ticks ticks;

    public Buckets(Rate rate, int max, Ticks ticks) {
        this.bandwidth = Bandwidth.builder()
                .capacity(rate.amount())
                .refillGreedy(rate.amount(), rate.period())
                .build();
        this.ticks = ticks;
        // Twice the period, as a bucket may be overdrawn by as much as it holds.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterAccess(rate.period().multipliedBy(2))
                .ticker(ticks)
                .executor(Runnable::run)
                .build();
    }

    /** Takes {@code amount}, if there is as much. */
    public boolean take(K key, long amount) {
        return of(key).tryConsume(amount);
    }

    /** Takes {@code amount} whether it is there or not, and says how long until what was overdrawn is filled up. */
    public Duration overdraw(K key, long amount) {
        return Duration.ofNanos(of(key).consumeIgnoringRateLimits(amount));
    }

    private Bucket of(K key) {
        return buckets.get(
                key,
                fresh -> Bucket.builder()
                        .addLimit(bandwidth)
                        .withCustomTimePrecision(ticks)
                        .build());
    }
}
