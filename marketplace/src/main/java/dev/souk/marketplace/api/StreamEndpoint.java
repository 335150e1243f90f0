package dev.souk.marketplace.api;

import dev.souk.marketplace.ledger.MarketView;
import java.util.List;
import java.util.OptionalLong;

/** Changes of status as they happen, as server-sent events. */
final class StreamEndpoint {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final MarketView view;

    StreamEndpoint(MarketView view) {
        this.view = view;
    }

    List<Endpoint> all() {
        return List.of(Endpoint.of(Paths.V1 + "/stream", this::open, "j", "customer", "provider", "last_event_id"));
    }

    private Answer open(Call call) {
        Query query = call.query();
        OptionalLong parameter = query.number("last_event_id", 0, Long.MAX_VALUE);
        OptionalLong header =
                call.request().header(LAST_EVENT_ID).map(StreamEndpoint::number).orElse(OptionalLong.empty());
        // A browser that comes back repeats the address it was given first, and tells in the header where it is by now.
        long after = header.orElseGet(() -> parameter.orElseGet(view::lastStatusChange));
        return new Answer.Live(
                after, new StreamFilter(query.jobType(), query.pubkey("customer"), query.pubkey("provider")));
    }

    private static OptionalLong number(String text) {
        OptionalLong number = text.isEmpty() ? OptionalLong.empty() : Query.wholeNumber(text);
        if (number.isEmpty()) {
            throw Query.bad(LAST_EVENT_ID, "must be the id of an event of this stream");
        }
        return number;
    }
}
