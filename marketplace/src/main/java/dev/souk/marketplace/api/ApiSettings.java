package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.ZapTrust;
import java.util.function.Predicate;

/**
 * What the HTTP interface is told.
 *
 * @param zapTrust whether payments can be verified here
 * @param jobKind the kind under which the relay publishes the status of jobs
 * @param profileKind the kind under which it publishes providers and customers
 * @param statisticsKind the kind under which it publishes aggregates
 * @param isEarned the place for trust level 5, which is a statement about statistics and not about one receipt: whether a
 *     verified payment is as good as earned, because its signer is known to serve unrelated people, see {@code
 *     ledger.Earned}. Asked for counted payments of level 4 only, on the threads that answer, so it
 *     must be quick and thread-safe
 */
public record ApiSettings(
        ZapTrust zapTrust, int jobKind, int profileKind, int statisticsKind, Predicate<Fact.Payment> isEarned) {
    /** The kinds of the design, and nothing on level 5. */
    public static ApiSettings of(ZapTrust zapTrust) {
        return new ApiSettings(zapTrust, 30_383, 30_382, 38_690, payment -> false);
    }
}
