package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.json.EventReader;
import dev.souk.storage.EventCursor.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How snapshots and cursors behave while the store goes on. */
interface CursorContract extends StoreFixture {
    @Test
    default void goesOnWhereItStoppedWhateverIsWrittenInBetween() {
        for (int i = 0; i < 30; i++) {
            stores(note("" + i).at(NOW + i % 3).tag("t", "x").unsigned());
        }
        Filter filter = Filter.builder().tag('t', "x").build();
        List<Event> expected = found(filter);
        try (Snapshot snapshot = store().snapshot();
                EventCursor cursor = snapshot.find(List.of(filter))) {
            List<Event> actual = new ArrayList<>();
            for (Step step = cursor.advance(1); !(step instanceof Step.Finished); step = cursor.advance(1)) {
                if (step instanceof Step.Match(StoredEvent event)) {
                    actual.add(EventReader.read(event.json()));
                }
                cursor.suspend();
                store().save(List.of(
                        note("new " + actual.size()).at(NOW + 1).tag("t", "x").unsigned()));
            }
            assertEquals(expected, actual);
        }
    }

    @Test
    default void showsASnapshotAsItWas() {
        Event event = note("").unsigned();
        stores(event);
        try (Snapshot snapshot = store().snapshot()) {
            stores(deletionOf(event).unsigned());
            assertEquals(1, snapshot.sequence());
            assertTrue(snapshot.event(event.id()).isPresent());
            try (EventCursor cursor = snapshot.find(List.of(Filter.ALL))) {
                assertEquals(List.of(event), StoreFixture.drain(cursor));
            }
        }
        assertFalse(store().contains(event.id()));
    }
}
