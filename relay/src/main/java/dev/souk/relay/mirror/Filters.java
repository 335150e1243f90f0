package dev.souk.relay.mirror;

import dev.souk.protocol.Filter;

/** Filters with other times. */
final class Filters {
    private Filters() {}

    /** The same, in this window. */
    static Filter within(Filter filter, long since, long until) {
        return new Filter(
                filter.ids(),
                filter.authors(),
                filter.kinds(),
                filter.tags(),
                since,
                until,
                filter.limit(),
                filter.search());
    }

    /** The same, without what is older than this relay takes. */
    static Filter since(Filter filter, long since) {
        return since <= filter.since() ? filter : within(filter, since, filter.until());
    }
}
