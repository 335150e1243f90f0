package dev.souk.relay.replay;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.relay.search.AnalysedFilter;
import dev.souk.relay.search.TextIndex;
import dev.souk.relay.search.TextSearch;
import dev.souk.storage.EventCursor;
import dev.souk.storage.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stored matches of some filters, as the store was when they were first asked for: first those of filters that search,
 * by relevance, then the others, newest first. Owned by whoever searches.
 */
public final class Matches implements AutoCloseable {
    private final List<AnalysedFilter> searches;
    private final List<Filter> others;
    private final Predicate<EventHeader> visible;
    private TextIndex.@Nullable Hold hold;
    private @Nullable Snapshot snapshot;
    private @Nullable EventCursor cursor;
    private @Nullable TextSearch search;
    private long sequence;

    public Matches(List<AnalysedFilter> filters, Predicate<EventHeader> visible) {
        this.searches =
                filters.stream().filter(filter -> filter.query().isPresent()).toList();
        this.others = filters.stream()
                .filter(filter -> filter.query().isEmpty())
                .map(AnalysedFilter::filter)
                .toList();
        this.visible = visible;
    }

    /** The cursor over them, opened with the first call. */
    public EventCursor in(Sources sources) {
        EventCursor known = cursor;
        if (known != null) {
            return known;
        }
        // The index before the snapshot, which must show all that the index knows.
        Optional<TextIndex.Hold> index =
                searches.isEmpty() ? Optional.empty() : sources.index().map(TextIndex::hold);
        hold = index.orElse(null);
        Snapshot taken = sources.store().snapshot();
        snapshot = taken;
        sequence = taken.sequence();
        EventCursor opened = index.isEmpty()
                ? taken.find(others, visible)
                : searching(index.get().search(searches, taken, visible), taken);
        cursor = opened;
        return opened;
    }

    private EventCursor searching(TextSearch found, Snapshot taken) {
        search = found;
        return others.isEmpty() ? found : new FoundFirst(found, taken.find(others, visible));
    }

    /** The last change that they show; 0 before the first call of {@link #in}. */
    public long sequence() {
        return sequence;
    }

    /** True when a search did not look at all that may match. */
    boolean isCut() {
        return search != null && search.isCut();
    }

    /** What searching has cost beside the rows that were examined, in rows. */
    long searched() {
        return search == null ? 0 : search.micros();
    }

    /** Lets go of memory before a wait. */
    public void suspend() {
        if (cursor != null) {
            cursor.suspend();
        }
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
        if (hold != null) {
            hold.release();
            hold = null;
        }
    }
}
