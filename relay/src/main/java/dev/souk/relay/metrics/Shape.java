package dev.souk.relay.metrics;

import dev.souk.protocol.Filter;
import java.util.Collection;
import java.util.Comparator;

/** What kind of question is asked, by what narrows its widest filter most; the cheap ones first. */
public enum Shape {
    IDS,
    AUTHORS,
    TAGS,
    KINDS,
    /** Nothing narrows it but time. */
    SCAN,
    /** Words (NIP-50). */
    SEARCH,
    /** Of a reconciliation (NIP-77). */
    SET;

    /** That of some filters. */
    public static Shape of(Collection<Filter> filters) {
        return filters.stream().map(Shape::of).max(Comparator.naturalOrder()).orElse(IDS);
    }

    private static Shape of(Filter filter) {
        if (filter.search().isPresent()) {
            return SEARCH;
        }
        if (filter.ids().isPresent()) {
            return IDS;
        }
        if (filter.authors().isPresent()) {
            return AUTHORS;
        }
        if (!filter.tags().isEmpty()) {
            return TAGS;
        }
        return filter.kinds().isPresent() ? KINDS : SCAN;
    }
}
