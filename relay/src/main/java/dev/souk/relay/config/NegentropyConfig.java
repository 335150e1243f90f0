package dev.souk.relay.config;

import dev.souk.protocol.Filter;
import java.time.Duration;
import java.util.List;

/**
 * How sets are reconciled (NIP-77).
 *
 * @param enabled whether they are
 * @param filters filters whose sums are kept in the store; without since, until and limit, which may vary
 * @param maxSessions open reconciliations of one connection
 * @param maxItems items of a set that is collected for one reconciliation; past it the filter is refused
 * @param maxTotalItems the same for all connections together
 * @param maxMessageBytes the longest NEG-MSG that is sent
 * @param timeout how long a client may say nothing before its reconciliation is closed
 */
public record NegentropyConfig(
        boolean enabled,
        List<Filter> filters,
        int maxSessions,
        int maxItems,
        int maxTotalItems,
        int maxMessageBytes,
        Duration timeout) {
    /** The most filters whose sums may be kept. */
    public static final int MAX_FILTERS = 16;

    /** All events are kept track of; sets that are collected take 41 bytes an item. */
    public static final NegentropyConfig DEFAULT =
            new NegentropyConfig(true, List.of(Filter.ALL), 8, 500_000, 1_000_000, 500_000, Duration.ofMinutes(2));

    public NegentropyConfig {
        filters = List.copyOf(filters);
        if (filters.size() > MAX_FILTERS || !filters.stream().allMatch(NegentropyConfig::isTimeless)) {
            throw new IllegalArgumentException("at most " + MAX_FILTERS + " filters without since, until and limit");
        }
    }

    /** True when a filter asks for no time and no number. */
    public static boolean isTimeless(Filter filter) {
        return filter.equals(timeless(filter));
    }

    /** The filter without since, until and limit. */
    public static Filter timeless(Filter filter) {
        return new Filter(
                filter.ids(),
                filter.authors(),
                filter.kinds(),
                filter.tags(),
                Filter.ALL.since(),
                Filter.ALL.until(),
                Filter.ALL.limit(),
                filter.search());
    }
}
