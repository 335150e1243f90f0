package dev.souk.storage.memory;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
    public EventCursor find(List<Filter> filters, Predicate<EventHeader> visible) {
        long now = clock.instant().getEpochSecond();
        Set<StoredEvent> chosen = new HashSet<>();
        boolean isCut = false;
        boolean hasHidden = false;
        for (Filter filter : filters) {
            List<StoredEvent> matches = newestFirst.stream()
                    .filter(event ->
                            filter.matches(event.header()) && !event.header().hasExpired(now))
                    .toList();
            hasHidden |= !matches.stream().map(StoredEvent::header).allMatch(visible);
            matches = matches.stream()
                    .filter(event -> visible.test(event.header()))
                    .toList();
            int limit = filter.limit().orElse(Integer.MAX_VALUE);
            isCut |= matches.size() > limit;
            matches.stream().limit(limit).forEach(chosen::add);
        }
        return new MemoryCursor(
                newestFirst.stream().filter(chosen::contains).toList(), remainder(isCut, hasHidden, filters));
    }

    /** With several filters, what one kept back another may have shown. */
    private static EventCursor.Remainder remainder(boolean isCut, boolean hasHidden, List<Filter> filters) {
        if (!isCut) {
            return hasHidden ? EventCursor.Remainder.UNKNOWN : EventCursor.Remainder.NONE;
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
    public Optional<StoredEvent> event(long number) {
        return newestFirst.stream().filter(event -> event.sequence() == number).findFirst();
    }

    @Override
    public void close() {}
}
