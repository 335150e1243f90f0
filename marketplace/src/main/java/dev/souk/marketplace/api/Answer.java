package dev.souk.marketplace.api;

import dev.souk.marketplace.ledger.MarketView;
import dev.souk.storage.StoredEvent;
import java.util.Optional;
import java.util.function.Supplier;

/** What an endpoint makes of a call. */
sealed interface Answer {
    /** How long an answer about jobs may be kept, in seconds. */
    int JOBS_AGE = 1;

    /** How long an answer about statistics may be kept, in seconds. */
    int STATISTICS_AGE = 10;

    String JSON = "application/json";

    /**
     * A body that is there as a whole.
     *
     * @param maxAge for how many seconds it may be kept
     */
    record Whole(int status, String contentType, byte[] body, int maxAge) implements Answer {}

    /**
     * Changes of status as they happen.
     *
     * @param after the number of the last one that the client knows
     * @param filter which ones it wants
     */
    record Live(long after, StreamFilter filter) implements Answer {}

    /** A whole answer. */
    static Answer whole(String contentType, byte[] body, int maxAge) {
        return new Whole(200, contentType, body, maxAge);
    }

    /** A complete document. */
    static Answer json(Json json, int maxAge) {
        return whole(JSON, json.toBytes(), maxAge);
    }

    /** A page of the view; a cursor that is none of its own is the client's mistake. */
    static <T> T page(Supplier<T> page) {
        try {
            return page.get();
        } catch (MarketView.BadCursorException e) {
            throw Query.bad("cursor", "must be the cursor of the page before, of the same list");
        }
    }

    /** Writes the relay's own signed event about the same thing, or null. */
    static void putEvent(Json json, Optional<StoredEvent> published) {
        if (published.isPresent()) {
            json.putRaw("event", published.get().json());
        } else {
            json.none("event");
        }
    }
}
