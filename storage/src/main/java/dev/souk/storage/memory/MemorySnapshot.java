package dev.souk.storage.memory;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A copy of the events, newest first. */
final class MemorySnapshot implements Snapshot {
    private final List<StoredEvent> newestFirst;
    private final long sequence;
    private final InstantSource clock;

    MemorySnapshot(List<StoredEvent> newestFirst, long sequence, InstantSource clock) {
        this.newestFirst = newestFirst;
        this.sequence = sequence;
        this.clock = clock;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public EventCursor find(List<Filter> filters) {
        long now = clock.instant().getEpochSecond();
        Set<StoredEvent> chosen = new HashSet<>();
        boolean isCut = false;
        for (Filter filter : filters) {
            List<StoredEvent> matches = newestFirst.stream()
                    .filter(event ->
                            filter.matches(event.header()) && !event.header().hasExpired(now))
                    .toList();
            int limit = filter.limit().orElse(Integer.MAX_VALUE);
            isCut |= matches.size() > limit;
            matches.stream().limit(limit).forEach(chosen::add);
        }
        return new MemoryCursor(newestFirst.stream().filter(chosen::contains).toList(), remainder(isCut, filters));
    }

    /** With several filters, what one kept back another may have shown. */
    private static EventCursor.Remainder remainder(boolean isCut, List<Filter> filters) {
        if (!isCut) {
            return EventCursor.Remainder.NONE;
        }
        return filters.size() == 1 ? EventCursor.Remainder.SOME : EventCursor.Remainder.UNKNOWN;
    }

    @Override
    public Optional<StoredEvent> event(Bytes32 id) {
        return newestFirst.stream()
                .filter(event -> event.header().id().equals(id))
                .findFirst();
    }

    @Override
    public void close() {}
}
