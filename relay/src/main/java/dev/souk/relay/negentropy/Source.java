package dev.souk.relay.negentropy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.relay.policy.PrivateKinds;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where a filter's set comes from: a stored set, what is collected, or both.
 *
 * @param stored the number of the stored set, in which the filter's window of time counts
 * @param collected filters for what is collected beside it, or instead; none when nothing is
 * @param visible what of that the client may see
 */
record Source(OptionalInt stored, Bound first, Bound end, List<Filter> collected, Predicate<EventHeader> visible) {
    Source {
        collected = List.copyOf(collected);
    }

    /** For a client who has proved these keys. Private events that he may see are collected, as no stored set has them. */
    static Source of(Filter filter, Set<Bytes32> keys, StoredSets stored, PrivateKinds privateKinds) {
        Predicate<EventHeader> visible = privateKinds.visibleTo(keys);
        OptionalInt set = privateKinds.coverAll(filter) ? OptionalInt.empty() : stored.of(filter);
        if (set.isEmpty()) {
            return new Source(set, Bound.START, Bound.END, List.of(filter), visible);
        }
        return new Source(
                set,
                first(filter),
                end(filter),
                keys.isEmpty() ? List.of() : privateKinds.concerning(keys, filter),
                event -> filter.matches(event) && visible.test(event));
    }

    /** The first place that the filter's time leaves. */
    static Bound first(Filter filter) {
        return filter.since() <= 0 ? Bound.START : Bound.at(filter.since());
    }

    /** Behind the last place that the filter's time leaves. */
    static Bound end(Filter filter) {
        if (filter.until() < 0) {
            return Bound.START;
        }
        return filter.until() == Long.MAX_VALUE ? Bound.END : Bound.at(filter.until() + 1);
    }
}
