package dev.souk.marketplace.statistics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What is read from a tally, for documents. Shares are from 0 to 1. What has no sample, or cannot be told, is empty and not
 * 0.
 *
 * @param counts every counter
 * @param sums every sum, in msat; the nearest long if it is larger
 * @param people every set
 * @param distributions every distribution
 * @param repeatCustomers customers with two jobs or more; empty when there are too many customers to tell
 * @param topProviderShare the part of all results that the busiest provider delivered; empty without results, and when
 *     there are too many providers to tell
 * @param completionByCustomer in the scopes of one provider, the mean over customers of the part of their ended offers that were delivered: one
 *     customer, one vote
 */
public record Summary(
        Map<Counter, Long> counts,
        Map<Money, Long> sums,
        Map<Group, Distinct> people,
        Map<Measure, Quantiles> distributions,
        OptionalLong repeatCustomers,
        OptionalDouble topProviderShare,
        OptionalDouble completionByCustomer) {
    static Summary of(Tally tally) {
        return new Summary(
                map(Counter.class, tally::count),
                map(Money.class, tally::sum),
                map(Group.class, group -> tally.group(group).distinct()),
                map(Measure.class, measure -> Quantiles.of(tally.distribution(measure))),
                repeatCustomers(tally.group(Group.CUSTOMERS)),
                topShare(tally.group(Group.DELIVERERS), tally.count(Counter.RESULTS)),
                completionByCustomer(tally.group(Group.ENGAGED), tally.group(Group.SERVED)));
    }

    private static <K extends Enum<K>, V> Map<K, V> map(Class<K> keys, Function<K, V> value) {
        Map<K, V> map = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            map.put(key, value.apply(key));
        }
        return Collections.unmodifiableMap(map);
    }

    private static OptionalLong repeatCustomers(Members customers) {
        return customers.isExact() ? OptionalLong.of(customers.atLeast(2)) : OptionalLong.empty();
    }

    private static OptionalDouble topShare(Members deliverers, long results) {
        if (!deliverers.isExact() || results <= 0) {
            return OptionalDouble.empty();
        }
        long most = 0;
        for (int i = 0; i < deliverers.entries().size(); i++) {
            most = Math.max(most, deliverers.entries().count(i));
        }
        return share(most, results);
    }

    private static OptionalDouble completionByCustomer(Members engaged, Members served) {
        if (!engaged.isExact() || !served.isExact()) {
            return share(served.distinct().count(), engaged.distinct().count());
        }
        double votes = 0;
        for (int i = 0; i < engaged.entries().size(); i++) {
            long delivered = served.entries().countOf(engaged.entries().key(i));
            votes += (double) delivered / Math.max(1, engaged.entries().count(i));
        }
        return ratio(votes, engaged.entries().size());
    }

    /** The part, not above 1: estimates may disagree. */
    private static OptionalDouble share(long part, long whole) {
        return ratio((double) part, (double) whole);
    }

    private static OptionalDouble ratio(double part, double whole) {
        return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.clamp(part / whole, 0.0, 1.0));
    }

    public long count(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    public long sum(Money money) {
        return sums.getOrDefault(money, 0L);
    }

    public Distinct people(Group group) {
        return people.getOrDefault(group, new Distinct(0, true));
    }

    public Quantiles distribution(Measure measure) {
        return distributions.getOrDefault(measure, Quantiles.of(new Multiset()));
    }

    /** The part of the jobs, those left out that were cancelled before any offer, that got a result. */
    public OptionalDouble fillRate() {
        return share(count(Counter.ANSWERED), count(Counter.REQUESTS) - count(Counter.CANCELLED_EARLY));
    }

    /** The part of the offers with a price that were paid, claimed or verified. */
    public OptionalDouble conversion() {
        return share(count(Counter.QUOTED_PAID), count(Counter.QUOTED));
    }

    /** The part of the offers that came to an end that were delivered. */
    public OptionalDouble completionRate() {
        return share(count(Counter.RESULTS), count(Counter.ENDED));
    }

    /** The part of the customers with a result who rejected one. */
    public OptionalDouble disputeRate() {
        return share(people(Group.DISPUTERS).count(), people(Group.SERVED).count());
    }

    /** The measure that providers are ranked by. */
    public ProviderScore providerScore() {
        return ProviderScore.of(this);
    }
}
