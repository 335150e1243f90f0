package dev.souk.relay.read;

import dev.souk.protocol.Reason;
import dev.souk.relay.config.Rate;
import dev.souk.relay.rate.Buckets;
import dev.souk.relay.rate.Ticks;
import io.github.bucket4j.Bucket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How much of one sort of work is left. Thread-safe. */
final class Purse {
    private final Bucket bucket;
    private final String limit;

    /** @param what is limited, as a client is told */
    Purse(Rate rate, String what, Ticks ticks) {
        this.bucket = Buckets.bucket(rate, ticks);
        this.limit = rate.atMost(what);
    }

    /** Takes so much, whether it is there or not. */
    void pay(long amount) {
        if (amount > 0) {
            bucket.consumeIgnoringRateLimits(amount);
        }
    }

    /** Why nothing more may be done, if nothing is left. */
    Optional<Reason> emptiness() {
        long wait = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return wait == 0
                ? Optional.empty()
                : Optional.of(Reason.rateLimited(
                        limit + "; ask again in " + (TimeUnit.NANOSECONDS.toSeconds(wait) + 1) + " seconds"));
    }
}
