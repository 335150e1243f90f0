package dev.souk.relay.mirror;

import dev.souk.protocol.Filter;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.relay.mirror.Bookmarks.Gap;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Fetches what another relay has from a while ago page by page, newest first, where it cannot be reconciled. How far this has
 * come is kept, so that it goes on there. What is dated back is not found in what was seen already. Owned by the mirror's thread.
 */
final class Pages {
    private static final int PAGE = 500;

    /** Clocks differ, and events come late. */
    static final long OVERLAP_SECONDS = 3_600;

    private static final String ID = "page";

    private final Conversation conversation;
    private final Bookmarks bookmarks;
    private final List<Filter> filters;
    private final BooleanSupplier isFetching;

    /** @param isFetching false once nothing that is older than what was seen is to be fetched */
    Pages(Conversation conversation, Bookmarks bookmarks, List<Filter> filters, BooleanSupplier isFetching) {
        this.conversation = conversation;
        this.bookmarks = bookmarks;
        this.filters = filters;
        this.isFetching = isFetching;
    }

    /** Fetches what is newer than what was seen, up to {@code now}, then what is older and still lacks. */
    void fetch(Gap known, long now) throws InterruptedException {
        Gap gap = known;
        if (gap.seen() < now) {
            for (Filter filter : filters) {
                long until = now;
                while (until >= gap.seen() - OVERLAP_SECONDS) {
                    until = page(filter, gap.seen() - OVERLAP_SECONDS, until);
                }
            }
            gap = gap.seenUpTo(now);
            bookmarks.gap(gap);
        }
        while (gap.isOpen() && isFetching.getAsBoolean()) {
            // One place for all filters: each page ends where the filter with the most in it does.
            long oldest = gap.since() - 1;
            for (Filter filter : filters) {
                oldest = Math.max(oldest, page(filter, gap.since(), gap.until()));
            }
            gap = gap.closedDownTo(oldest);
            bookmarks.gap(gap);
        }
    }

    /** Fetches one page. Returns up to which time the next one has to go, which is always less; before {@code since} for none. */
    private long page(Filter filter, long since, long until) throws InterruptedException {
        long first = Math.max(since, filter.since());
        long last = Math.min(until, filter.until());
        if (first > last) {
            return since - 1;
        }
        Filter part = Filters.within(filter, first, last).withLimit(PAGE);
        Request request = Request.forSome(part::matches, PAGE);
        conversation.request(ID, FilterWriter.json(part), request);
        conversation.settle();
        if (request.taken() == 0) {
            return since - 1;
        }
        // The last second may have more than a page shows: it is asked for again, unless it was all there was.
        return request.oldest() < until ? request.oldest() : until - 1;
    }
}
