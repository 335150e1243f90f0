package dev.souk.relay.mirror;

import dev.souk.protocol.EventHeader;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.EventStore;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads the change feed for what is to be sent, from one place on. Owned by the mirror's thread. */
final class NewEvents {
    private static final int PAGE = 500;

    private final EventStore store;
    private final Predicate<EventHeader> wanted;
    private long place;
    private long beganAt;

    NewEvents(EventStore store, Predicate<EventHeader> wanted) {
        this.store = store;
        this.wanted = wanted;
    }

    /** Goes on from here: 0 for all that is stored. */
    void from(long sequence) {
        place = sequence;
        beganAt = sequence == 0 ? store.sequence() : 0;
    }

    /** All changes up to this one have been looked at. */
    long place() {
        return place;
    }

    /** How many changes there are to look at. */
    long behind() {
        return Math.max(0, store.sequence() - place);
    }

    /** The wanted events of the next page; nothing of it may be wanted. */
    List<StoredEvent> next() {
        Changes changes = store.changesAfter(place, beganAt, PAGE);
        if (changes.isTruncated()) {
            // Removals are not mirrored, so all that is stored is as good.
            from(0);
            return List.of();
        }
        place = changes.changes().isEmpty() ? place : changes.next();
        List<StoredEvent> found = new ArrayList<>();
        for (Change change : changes.changes()) {
            if (change instanceof Change.Stored(StoredEvent event) && wanted.test(event.header())) {
                found.add(event);
            }
        }
        return found;
    }
}
