package dev.souk.relay.replay;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The stored matches of some filters, as the store was when they were first asked for. Owned by whoever searches. */
final class Matches implements AutoCloseable {
    private final List<Filter> filters;
    private final Predicate<EventHeader> visible;
    private @Nullable Snapshot snapshot;
    private @Nullable EventCursor cursor;
    private long sequence;

    Matches(List<Filter> filters, Predicate<EventHeader> visible) {
        this.filters = filters;
        this.visible = visible;
    }

    /** The cursor over them, opened with the first call. */
    EventCursor in(EventStore store) {
        EventCursor known = cursor;
        if (known != null) {
            return known;
        }
        Snapshot taken = store.snapshot();
        snapshot = taken;
        sequence = taken.sequence();
        EventCursor opened = taken.find(filters, visible);
        cursor = opened;
        return opened;
    }

    /** The last change that they show; 0 before the first call of {@link #in}. */
    long sequence() {
        return sequence;
    }

    /** Lets go of memory before a wait. */
    void suspend() {
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
    }
}
