package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static dev.souk.protocol.TestKeys.carol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.json.EventReader;
import dev.souk.storage.EventCursor.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /** Forty events of three people, two kinds and seven seconds, every fourth of them with an expiration that is past. */
    private void storesACrowd() {
        List<SecretKey> people = List.of(alice(), bob(), carol());
        for (int i = 0; i < 40; i++) {
            TestEvents event = ofKind(i % 5 == 0 ? 7 : 1)
                    .by(people.get(i % 3))
                    .at(NOW + i % 7)
                    .tag("t", i % 2 == 0 ? "even" : "odd")
                    .content("" + i);
            if (i % 4 == 0) {
                event.tag("expiration", Long.toString(NOW + 10));
            }
            stores(event.unsigned());
        }
        clock().set(NOW + 10);
    }

    private List<List<Filter>> questions() {
        Bytes32[] ids = found(Filter.ALL).stream().map(Event::id).toArray(Bytes32[]::new);
        Filter tagged = Filter.builder().tag('t', "even", "none").build();
        Filter people =
                Filter.builder().authors(alice().publicKey(), bob().publicKey()).build();
        Filter both = Filter.builder()
                .authors(alice().publicKey(), carol().publicKey())
                .kinds(1, 7)
                .tag('t', "odd")
                .build();
        Filter window = Filter.builder().since(NOW + 2).until(NOW + 4).build();
        return List.of(
                List.of(Filter.ALL),
                List.of(Filter.ALL.withLimit(9)),
                List.of(Filter.builder().ids(ids).build()),
                List.of(Filter.builder().ids(ids).limit(3).build()),
                List.of(tagged),
                List.of(tagged.withLimit(5)),
                List.of(people),
                List.of(both),
                List.of(window),
                List.of(tagged.withLimit(4), people.withLimit(6), window, both),
                List.of(people, people.withLimit(2), people),
                List.of(Filter.ALL.withLimit(0), tagged.withLimit(1)));
    }

    @Test
    default void givesTheSameAnswerWhateverTheBudgetAndWhereverItIsSuspended() {
        storesACrowd();
        try (Snapshot snapshot = store().snapshot()) {
            for (List<Filter> filters : questions()) {
                List<Step> expected = steps(snapshot, filters, Integer.MAX_VALUE, false);
                for (int budget = 1; budget <= 60; budget++) {
                    assertEquals(expected, steps(snapshot, filters, budget, false), "budget " + budget);
                    assertEquals(expected, steps(snapshot, filters, budget, true), "suspended, budget " + budget);
                }
            }
        }
    }

    /** All steps but the pauses. */
    private static List<Step> steps(Snapshot snapshot, List<Filter> filters, int budget, boolean isSuspended) {
        List<Step> steps = new ArrayList<>();
        try (EventCursor cursor = snapshot.find(filters)) {
            while (true) {
                Step step = cursor.advance(budget);
                if (!(step instanceof Step.Paused)) {
                    steps.add(step);
                }
                if (step instanceof Step.Finished) {
                    return steps;
                }
                if (isSuspended) {
                    cursor.suspend();
                }
            }
        }
    }

    @Test
    default void goesOnThoughWhatItIsAboutToShowIsRemoved() {
        storesACrowd();
        List<Event> expected = found(Filter.ALL);
        try (Snapshot snapshot = store().snapshot();
                EventCursor cursor = snapshot.find(List.of(Filter.ALL))) {
            List<Event> shown = new ArrayList<>();
            shown.add(EventReader.read(cursor.next().orElseThrow().json()));
            cursor.suspend();
            store().remove(expected.stream().map(Event::id).collect(Collectors.toSet()), Removal.MODERATED);
            store().sweepExpired(100);
            shown.addAll(StoreFixture.drain(cursor));
            assertEquals(expected, shown);
        }
        assertEquals(List.of(), found(Filter.ALL));
    }

    @Test
    default void letsSeveralCursorsWalkOneSnapshot() {
        storesACrowd();
        List<Event> expected = found(Filter.ALL);
        try (Snapshot snapshot = store().snapshot();
                EventCursor one = snapshot.find(List.of(Filter.ALL));
                EventCursor other = snapshot.find(List.of(Filter.ALL))) {
            for (Event event : expected) {
                assertEquals(event.id(), one.next().orElseThrow().header().id());
                assertEquals(event.id(), other.next().orElseThrow().header().id());
            }
            assertTrue(one.next().isEmpty());
            assertTrue(other.next().isEmpty());
        }
    }

    @Test
    default void showsInASnapshotAllChangesUpToItsSequenceAndNoneAfter() {
        Event first = note("first").unsigned();
        Event second = note("second").unsigned();
        try (Snapshot empty = store().snapshot()) {
            stores(first);
            try (Snapshot one = store().snapshot()) {
                stores(second);
                assertEquals(0, empty.sequence());
                assertTrue(empty.event(first.id()).isEmpty());
                assertEquals(1, one.sequence());
                assertTrue(one.event(first.id()).isPresent());
                assertEquals(one.event(first.id()), one.event(1));
                assertTrue(one.event(2).isEmpty());
                assertTrue(one.event(second.id()).isEmpty());
            }
        }
    }

    @Test
    default void givesAnExpiredEventByItsIdUntilItIsSwept() {
        Event event = note("").tag("expiration", Long.toString(NOW + 1)).unsigned();
        stores(event);
        clock().set(NOW + 1);
        assertEquals(Optional.of(event), byId(event.id()));
        store().sweepExpired(1);
        assertEquals(Optional.empty(), byId(event.id()));
    }

    private Optional<Event> byId(Bytes32 id) {
        try (Snapshot snapshot = store().snapshot()) {
            return snapshot.event(id).map(stored -> EventReader.read(stored.json()));
        }
    }
}
