package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.util.List;
import java.util.Set;
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
        assertEquals(new Change.Removed(3, 1, event.id(), alice().publicKey(), 1, Removal.DELETED), removed);
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
}
