package dev.souk.relay.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.relay.config.Rate;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;

/**
 * A token bucket for each of many. Thread-safe, without waiting. Bounded: past {@code max} the least active are forgotten,
 * and whoever is forgotten begins anew with a full bucket; so does, at no difference, who took nothing for a whole period.
 */
public final class Buckets<K> {
    private final Cache<K, Bucket> buckets;
    private final Rate rate;
    private final Ticks ticks;

    public Buckets(Rate rate, int max, Ticks ticks) {
        this.rate = rate;
        this.ticks = ticks;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterAccess(rate.period())
                .ticker(ticks)
                .executor(Runnable::run)
                .build();
    }

    /** Takes {@code amount}, if there is as much. */
    public boolean take(K key, long amount) {
        return of(key).tryConsume(amount);
    }

    /** One bucket, full. */
    public static Bucket bucket(Rate rate, Ticks ticks) {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(rate.amount())
                        .refillGreedy(rate.amount(), rate.period())
                        .build())
                .withCustomTimePrecision(ticks)
                .build();
    }

    private Bucket of(K key) {
        return buckets.get(key, fresh -> bucket(rate, ticks));
    }
}
