package dev.souk.relay.session;

import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.SubscriptionId;
import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.live.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How many filters of one connection may search at a time: each new event is compared with each of them. */
final class Searching {
    private Searching() {}

    /** Why these may not be opened beside those that are, but for the one that they take the place of. */
    static Optional<Reason> refusal(
            SubscriptionId id, List<Filter> filters, Collection<Subscription> open, SearchConfig config) {
        long asked =
                filters.stream().filter(filter -> filter.search().isPresent()).count();
        if (asked == 0) {
            return Optional.empty();
        }
        long others = open.stream()
                .filter(other -> !other.id().equals(id))
                .flatMap(other -> other.filters().stream())
                .filter(filter -> filter.query().isPresent())
                .count();
        return asked + others > config.maxFilters()
                ? Optional.of(Reason.rateLimited("at most " + config.maxFilters() + " filters that search may be open"))
                : Optional.empty();
    }
}
