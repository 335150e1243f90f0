package dev.souk.relay.search;

import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.StoredEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The stored matches of the filters of one REQ that search, as a snapshot shows them: of each filter in turn the most
 * relevant first, an event once. What was stored after the index's last word is looked through first, so that nothing is
 * missed. Owned by one thread at a time.
 */
public final class TextSearch implements EventCursor {
    private static final int CHANGES_A_STEP = 250;

    private final EventStore store;
    private final SearchShare share;
    private final List<FilterSearch> filters;
    private final Deque<FilterSearch> waiting;
    private final SearchableText texts;
    private final Set<Long> shown = new HashSet<>();

    /** Up to where changes behind the index were looked through. */
    private long place;

    private Remainder remainder = Remainder.NONE;

    /** @param indexed the last change that the index shows */
    TextSearch(long indexed, EventStore store, SearchShare share, SearchableText texts, List<AnalysedFilter> searches) {
        this.store = store;
        this.share = share;
        this.texts = texts;
        this.filters =
                searches.stream().map(filter -> new FilterSearch(filter, share)).toList();
        this.waiting = new ArrayDeque<>(filters);
        this.place = indexed;
        if (last() - place > share.candidatesLeft()) {
            share.cut();
            place = last();
        }
    }

    private long last() {
        return share.sequence();
    }

    @Override
    public Step advance(int rows) {
        long end = share.examined() + rows;
        while (place < last()) {
            if (share.examined() >= end) {
                return new Step.Paused();
            }
            lookThroughRecent();
        }
        while (!waiting.isEmpty()) {
            switch (waiting.peek().advance()) {
                case Step.Match match -> {
                    if (shown.add(match.event().sequence())) {
                        return match;
                    }
                }
                case Step.Finished(Remainder of) -> {
                    waiting.remove();
                    // What one filter's limit kept back another filter may have shown.
                    remainder = filters.size() == 1 || of == Remainder.NONE ? worse(of) : Remainder.UNKNOWN;
                }
                case Step.Paused() -> {
                    return new Step.Paused();
                }
            }
        }
        return new Step.Finished(remainder == Remainder.NONE && share.isCut() ? Remainder.UNKNOWN : remainder);
    }

    private Remainder worse(Remainder other) {
        return other == Remainder.NONE ? remainder : other;
    }

    private void lookThroughRecent() {
        Changes changes = store.changesAfter(place, CHANGES_A_STEP);
        if (changes.isTruncated()) {
            share.cut();
        }
        if (changes.changes().isEmpty()) {
            place = last();
            return;
        }
        share.examine(changes.changes().size());
        place = share.timed(() -> offered(changes));
    }

    private long offered(Changes changes) {
        for (Change change : changes.changes()) {
            if (change instanceof Change.Stored(StoredEvent event) && event.sequence() <= last()) {
                EventText text = texts.of(event.header(), event.json());
                filters.forEach(filter -> filter.offer(event, text));
            }
        }
        return changes.next();
    }

    /** True when not all that may match was looked at. */
    public boolean isCut() {
        return share.isCut();
    }

    /** True when {@link #advance} has shown the event that is stored under this number. */
    public boolean hasShown(long sequence) {
        return shown.contains(sequence);
    }

    @Override
    public long examined() {
        return share.examined();
    }

    /** Microseconds that the index took, and reading texts: each costs about as much as a row. */
    public long micros() {
        return TimeUnit.NANOSECONDS.toMicros(share.timedNanos());
    }

    @Override
    public void suspend() {}

    @Override
    public void close() {}
}
