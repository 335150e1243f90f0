package dev.souk.relay.search;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import java.util.Optional;

/**
 * A filter, and what its {@code search} asks of an event's text. Immutable.
 *
 * @param query nothing when the filter does not search, or asks nothing
 */
public record AnalysedFilter(Filter filter, Optional<TextQuery> query) {
    /** This filter, its search analysed. */
    public static AnalysedFilter of(Filter filter) {
        return new AnalysedFilter(filter, filter.search().flatMap(TextQuery::of));
    }

    /** True when no event can match. */
    public boolean matchesNothing() {
        return filter.matchesNothing()
                || query.filter(TextQuery::matchesNothing).isPresent();
    }

    /** True when the event fulfils every condition; {@code text}, which is its text, is asked last. */
    public boolean matches(EventHeader event, EventText text) {
        return filter.matches(event) && (query.isEmpty() || query.get().matches(text));
    }
}
