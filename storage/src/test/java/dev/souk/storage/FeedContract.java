package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How changes are numbered and followed. */
interface FeedContract extends StoreFixture {
    @Test
    default void numbersEveryChangeAndNeverReusesANumber() {
        Event event = note("").unsigned();
        stores(event, deletionOf(event).unsigned());
        assertEquals(3, store().sequence());
        restart();
        assertEquals(3, store().sequence());
        Event next = note("next").unsigned();
        assertEquals(new SaveOutcome.Stored(4), save(next));
        store().remove(Set.of(next.id()), Removal.MODERATED);
        restart();
        assertEquals(new SaveOutcome.Stored(6), save(next));
    }

    @Test
    default void feedsChangesInOrderAndInPages() {
        Event event = note("").unsigned();
        Event request = deletionOf(event).unsigned();
        stores(event, request, note("last").unsigned());
        Changes first = store().changesAfter(0, 2);
        assertEquals(
                List.of(2L, 3L), first.changes().stream().map(Change::sequence).toList());
        Change.Removed removed =
                assertInstanceOf(Change.Removed.class, first.changes().get(1));
        assertEquals(
                new Change.Removed(3, 1, event.id(), alice().publicKey(), 1, event.createdAt(), Removal.DELETED),
                removed);
        Changes second = store().changesAfter(first.next(), 2);
        assertEquals(
                List.of(4L), second.changes().stream().map(Change::sequence).toList());
        assertEquals(new Changes(List.of(), false, 4), store().changesAfter(second.next(), 2));
    }

    @Test
    default void tellsAFollowerFromTooLongAgoToBeginAnew() {
        startEmpty(10);
        Event kept = note("kept").unsigned();
        stores(kept);
        for (int i = 0; i < 30; i++) {
            stores(ofKind(0).at(NOW + i).unsigned());
        }
        store().sweepExpired(1);
        assertTrue(store().changesAfter(1, 10).isTruncated());
        Changes anew = store().changesAfter(0, 1_000);
        assertFalse(anew.isTruncated());
        assertEquals(
                kept.id(),
                ((Change.Stored) anew.changes().get(0)).event().header().id());
        restart();
        assertTrue(store().changesAfter(1, 10).isTruncated());
        assertFalse(store().changesAfter(store().sequence(), 10).isTruncated());
    }

    @Test
    default void givesTheSameFeedWhateverTheSizeOfThePages() {
        storesAndRemoves();
        List<Change> expected = store().changesAfter(0, 1_000).changes();
        for (int size = 1; size <= expected.size() + 1; size++) {
            List<Change> read = new ArrayList<>();
            Changes page = store().changesAfter(0, size);
            while (!page.changes().isEmpty()) {
                assertTrue(page.changes().size() <= size);
                read.addAll(page.changes());
                page = store().changesAfter(page.next(), size);
            }
            assertEquals(expected, read);
        }
    }

    /** Leaves the feed with something of every sort. */
    private void storesAndRemoves() {
        Event regret = note("regret").unsigned();
        stores(
                regret,
                ofKind(0).at(NOW).unsigned(),
                ofKind(0).at(NOW + 1).unsigned(),
                note("1").unsigned());
        stores(deletionOf(regret).unsigned(), note("2").unsigned());
        stores(note("3").tag("expiration", Long.toString(NOW + 1)).unsigned());
        clock().set(NOW + 1);
        store().sweepExpired(1);
        store().save(List.of(
                note("4").unsigned(), deletionOf(note("4").unsigned()).unsigned()));
    }

    @Test
    default void leadsAFollowerToWhatIsStored() {
        storesAndRemoves();
        Set<Bytes32> followed = new HashSet<>();
        for (Change change : store().changesAfter(0, 1_000).changes()) {
            switch (change) {
                case Change.Stored(StoredEvent event) ->
                    followed.add(event.header().id());
                case Change.Removed removed -> followed.remove(removed.id());
            }
        }
        assertEquals(found(Filter.ALL).stream().map(Event::id).collect(Collectors.toSet()), followed);
    }

    @Test
    default void risesStrictlyOverAllCommits() {
        storesAndRemoves();
        long last = 0;
        for (Change change : store().changesAfter(0, 1_000).changes()) {
            assertTrue(change.sequence() > last);
            last = change.sequence();
        }
        assertEquals(store().sequence(), last);
    }

    @Test
    default void showsAReplacementAsStoredThenRemoved() {
        Event old = ofKind(3).at(NOW).unsigned();
        Event latest = ofKind(3).at(NOW + 1).unsigned();
        stores(old);
        assertEquals(
                List.of(
                        new Change.Stored(new StoredEvent(2, latest, latest.json())),
                        new Change.Removed(3, 1, old.id(), alice().publicKey(), 3, NOW, Removal.REPLACED)),
                store().save(List.of(latest)).changes());
    }

    @Test
    default void showsWhatOneBatchStoredAndRemovedAsBoth() {
        Event event = note("").unsigned();
        Commit commit = store().save(List.of(event, deletionOf(event).unsigned()));
        assertEquals(
                List.of(1L, 2L, 3L),
                commit.changes().stream().map(Change::sequence).toList());
        assertEquals(
                new Change.Removed(3, 1, event.id(), alice().publicKey(), 1, event.createdAt(), Removal.DELETED),
                commit.changes().get(2));
    }

    @Test
    default void numbersNothingThatChangesNothing() {
        Event event = note("").unsigned();
        stores(event);
        store().save(List.of());
        store().save(List.of(event, ofKind(20_001).unsigned()));
        store().save(List.of(note("").tag("expiration", "1").unsigned()));
        assertEquals(new Commit(List.of(), List.of()), store().remove(Set.of(), Removal.MODERATED));
        assertEquals(
                new Commit(List.of(), List.of()),
                store().remove(Set.of(note("unknown").unsigned().id()), Removal.MODERATED));
        assertEquals(new Commit(List.of(), List.of()), store().sweepExpired(10));
        assertEquals(1, store().sequence());
    }

    @Test
    default void saysWhyAnEventWasRemoved() {
        Event event = note("").unsigned();
        for (Removal reason : Removal.values()) {
            stores(event);
            store().remove(Set.of(event.id()), reason);
            restart();
            List<Change> last = store().changesAfter(store().sequence() - 1, 1).changes();
            assertEquals(
                    reason, assertInstanceOf(Change.Removed.class, last.get(0)).reason());
        }
    }

    @Test
    default void hasNothingAfterItsEnd() {
        stores(note("").unsigned());
        assertEquals(new Changes(List.of(), false, 1), store().changesAfter(1, 10));
        assertEquals(List.of(), store().changesAfter(Long.MAX_VALUE, 10).changes());
    }

    @Test
    default void letsAFollowerThatBeganAnewGoOnThroughWhatIsOld() {
        startEmpty(10);
        stores(note("1").unsigned(), note("2").unsigned());
        for (int i = 0; i < 30; i++) {
            stores(ofKind(0).at(NOW + i).unsigned());
        }
        store().sweepExpired(1);
        long beganAt = store().sequence();
        Changes first = store().changesAfter(0, beganAt, 1);
        Changes second = store().changesAfter(first.next(), beganAt, 1);
        assertFalse(second.isTruncated());
        assertEquals(2, second.next());
    }

    @Test
    default void leadsAFollowerThatBeginsAnewToWhatIsStoredPageByPage() {
        startEmpty(10);
        storesAndRemoves();
        Set<Event> stored = new HashSet<>(storesNotes(30, 5));
        stored.addAll(found(Filter.ALL));
        store().sweepExpired(1);
        long beganAt = store().sequence();
        Set<Bytes32> followed = new HashSet<>();
        Changes page = store().changesAfter(0, beganAt, 4);
        while (!page.changes().isEmpty()) {
            for (Change change : page.changes()) {
                switch (change) {
                    case Change.Stored(StoredEvent event) ->
                        followed.add(event.header().id());
                    case Change.Removed removed -> followed.remove(removed.id());
                }
            }
            page = store().changesAfter(page.next(), beganAt, 4);
        }
        assertFalse(page.isTruncated());
        assertEquals(stored.stream().map(Event::id).collect(Collectors.toSet()), followed);
    }

    @Test
    default void tellsAFollowerOnItsWayThatMoreWasForgottenSinceItBegan() {
        startEmpty(10);
        storesNotes(5, 1);
        long beganAt = store().sequence();
        Changes first = store().changesAfter(0, beganAt, 1);
        for (int i = 0; i < 30; i++) {
            stores(ofKind(0).at(NOW + i).unsigned());
        }
        store().sweepExpired(1);
        assertTrue(store().changesAfter(first.next(), beganAt, 1).isTruncated());
        assertFalse(store().changesAfter(0, beganAt, 1).isTruncated());
    }

    @Test
    default void showsWhatIsStoredInTheOrderItWas() {
        List<Event> notes = storesNotes(10, 3);
        store().remove(Set.of(notes.get(4).id()), Removal.RETIRED);
        List<StoredEvent> all = store().storedAfter(0, 100);
        assertEquals(9, all.size());
        assertEquals(
                all.stream().map(StoredEvent::sequence).sorted().toList(),
                all.stream().map(StoredEvent::sequence).toList());
        assertEquals(all.subList(3, 5), store().storedAfter(all.get(2).sequence(), 2));
    }
}
