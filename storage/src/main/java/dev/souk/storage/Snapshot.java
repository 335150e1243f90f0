package dev.souk.storage;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The store as it was at one moment. May be used by one thread at a time; hands out cursors that must be closed before
 * it is. Holding one keeps disk space from being reclaimed, so it has to be short-lived.
 */
public interface Snapshot extends AutoCloseable {
    /** The last change that it shows: all changes up to this number are visible, and none after. */
    long sequence();

    /**
     * The matches of {@code filters}, newest first; ties of {@code created_at} by the lowest id. Each filter
     * contributes at most its own limit of events ({@code 0}: none), counted after expired events are left out, and an
     * event that several filters match comes once.
     *
     * @param visible what the asker may see. The rest is passed over as if it were not there, before limits count; but
     *     a cursor that passed over a match never says that every match was shown.
     */
    EventCursor find(List<Filter> filters, Predicate<EventHeader> visible);

    /** The same for somebody who may see everything. */
    default EventCursor find(List<Filter> filters) {
        return find(filters, event -> true);
    }

    /**
     * Counts the matches of {@code filter}, whatever its limit, that are of none of the kinds {@code without}, by an index
     * alone. Nothing when no index can: then there is only {@link #find}.
     *
     * @param without some kinds
     */
    default Optional<IndexCount> count(Filter filter, Set<Integer> without) {
        return Optional.empty();
    }

    /** The stored event of this id, even when it has expired and is not swept yet. */
    Optional<StoredEvent> event(Bytes32 id);

    /** The event stored under this number, as long as it is stored; even when it has expired and is not swept yet. */
    Optional<StoredEvent> event(long sequence);

    @Override
    void close();
}
