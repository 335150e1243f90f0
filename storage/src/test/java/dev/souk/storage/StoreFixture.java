package dev.souk.storage;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.carol;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.json.EventReader;
import dev.souk.storage.EventCursor.Remainder;
import dev.souk.storage.EventCursor.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The store under test, and short words for what the tests do with it. */
interface StoreFixture {
    /** What the clock shows when a test begins, in seconds. */
    long NOW = 1_700_000_000;

    /** The store as it is open now. */
    EventStore store();

    /** The store's clock. */
    SettableClock clock();

    /** Closes and opens the store, if it is one that survives that. */
    void restart();

    /** Goes on with an empty store that keeps so many removals. */
    void startEmpty(long keptRemovals);

    default SaveOutcome save(Event event) {
        return store().save(List.of(event)).outcomes().get(0);
    }

    /** Saves the events one by one; each must be stored. */
    default void stores(Event... events) {
        for (Event event : events) {
            assertInstanceOf(SaveOutcome.Stored.class, save(event));
        }
    }

    /** Saves notes over so many seconds; the result is in the order in which they are to be found. */
    default List<Event> storesNotes(int count, int seconds) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(note("" + i).at(NOW + i % seconds).tag("t", "x").unsigned());
        }
        stores(events.toArray(Event[]::new));
        events.sort(Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id));
        return events;
    }

    default List<Event> found(Filter... filters) {
        try (Snapshot snapshot = store().snapshot();
                EventCursor cursor = snapshot.find(List.of(filters))) {
            return drain(cursor);
        }
    }

    default Remainder remainder(Filter... filters) {
        try (Snapshot snapshot = store().snapshot();
                EventCursor cursor = snapshot.find(List.of(filters))) {
            Step step = cursor.advance(1);
            while (!(step instanceof Step.Finished)) {
                step = cursor.advance(1);
            }
            return ((Step.Finished) step).remainder();
        }
    }

    /** All that the cursor still shows, read back from the stored JSON. */
    static List<Event> drain(EventCursor cursor) {
        List<Event> events = new ArrayList<>();
        for (Optional<StoredEvent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            events.add(EventReader.read(next.get().json()));
        }
        return events;
    }

    static Filter ids(Event event) {
        return Filter.builder().ids(event.id()).build();
    }

    /** A gift wrap by Carol, who stands for a key that was used once. */
    static TestEvents wrapFor(String recipient) {
        return ofKind(1059).by(carol()).tag("p", recipient);
    }
}
