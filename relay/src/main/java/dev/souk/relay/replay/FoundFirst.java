package dev.souk.relay.replay;

import dev.souk.relay.search.TextSearch;
import dev.souk.storage.EventCursor;

/** What a search finds, then what other filters of the same REQ match and the search has not shown. Owned by one thread at a time. */
final class FoundFirst implements EventCursor {
    private final TextSearch search;
    private final EventCursor others;
    private boolean isSearching = true;
    private boolean isAll = true;

    FoundFirst(TextSearch search, EventCursor others) {
        this.search = search;
        this.others = others;
    }

    @Override
    public Step advance(int rows) {
        Step step = isSearching ? search.advance(rows) : others.advance(rows);
        return switch (step) {
            case Step.Finished(Remainder remainder)
            when isSearching -> {
                isSearching = false;
                isAll = remainder == Remainder.NONE;
                yield new Step.Paused();
            }
            // What one kept back the other may have shown.
            case Step.Finished(Remainder remainder) ->
                new Step.Finished(isAll && remainder == Remainder.NONE ? Remainder.NONE : Remainder.UNKNOWN);
            case Step.Match match ->
                isSearching || !search.hasShown(match.event().sequence()) ? match : new Step.Paused();
            case Step.Paused paused -> paused;
        };
    }

    @Override
    public long examined() {
        return search.examined() + others.examined();
    }

    @Override
    public void suspend() {
        search.suspend();
        others.suspend();
    }

    @Override
    public void close() {
        search.close();
        others.close();
    }
}
