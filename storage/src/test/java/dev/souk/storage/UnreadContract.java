package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of removed events for those who must see them. */
interface UnreadContract extends StoreFixture {
    /** A reader of notes and profiles that has come to a place. */
    record ReaderOfNotes(long place) implements FeedReader {
        @Override
        public boolean mustSee(int kind) {
            return kind <= 1;
        }
    }

    private List<Bytes32> shown(Changes changes) {
        List<Bytes32> ids = new ArrayList<>();
        for (Change change : changes.changes()) {
            if (change instanceof Change.Stored(StoredEvent event)) {
                ids.add(event.header().id());
            }
        }
        return ids;
    }

    private List<Bytes32> unread() {
        return shown(store().unreadAfter(0, 0, 1_000));
    }

    @Test
    default void showsAReaderInTheirPlacesEventsThatWereRemovedBeforeItReadThem() {
        store().keepFor(new ReaderOfNotes(0));
        Event deleted = note("deleted").unsigned();
        Event replaced = ofKind(0).at(NOW).unsigned();
        Event expired =
                note("expired").tag("expiration", Long.toString(NOW + 1)).unsigned();
        Event last = note("last").unsigned();
        Event request = deletionOf(deleted).unsigned();
        Event newer = ofKind(0).at(NOW + 1).unsigned();
        stores(deleted, replaced, expired, last, request, newer);
        clock().set(NOW + 1);
        store().sweepExpired(10);

        List<Bytes32> all = List.of(deleted.id(), replaced.id(), expired.id(), last.id(), request.id(), newer.id());
        assertEquals(all, unread());
        assertEquals(List.of(last.id(), request.id(), newer.id()), shown(store().changesAfter(0, 1_000)));
        assertEquals(3, found(Filter.ALL).size());
        for (int size = 1; size < 10; size++) {
            List<Bytes32> paged = new ArrayList<>();
            Changes page = store().unreadAfter(0, 0, size);
            while (!page.changes().isEmpty()) {
                paged.addAll(shown(page));
                page = store().unreadAfter(page.next(), 0, size);
            }
            assertEquals(all, paged, "pages of " + size);
        }
    }

    @Test
    default void showsAsMuchOfAnEventAsWasStored() {
        store().keepFor(new ReaderOfNotes(0));
        Event event = note("whole").tag("t", "x").unsigned();
        store().save(List.of(event, deletionOf(event).unsigned()));
        Change.Stored shown =
                (Change.Stored) store().unreadAfter(0, 0, 1).changes().get(0);
        assertEquals(new String(event.json(), UTF_8), new String(shown.event().json(), UTF_8));
        assertEquals(event.id(), shown.event().header().id());
        assertEquals(1, shown.sequence());
    }

    @Test
    default void keepsNothingThatIsReadAndNothingOfOtherKinds() {
        Event read = note("read").unsigned();
        stores(read);
        store().keepFor(new ReaderOfNotes(store().sequence()));
        Event other = ofKind(30_000).tag("d", "x").unsigned();
        stores(other, deletionOf(read).unsigned(), deletionOf(other).unsigned());
        assertEquals(shown(store().changesAfter(0, 1_000)), unread());
    }

    @Test
    default void keepsNothingWhenNobodyMustSeeIt() {
        Event event = note("").unsigned();
        stores(event, deletionOf(event).unsigned());
        assertEquals(1, unread().size());
    }

    @Test
    default void forgetsWhatEverybodyHasRead() {
        long[] place = {0};
        store().keepFor(new FeedReader() {
            @Override
            public boolean mustSee(int kind) {
                return true;
            }

            @Override
            public long place() {
                return place[0];
            }
        });
        Event event = note("").unsigned();
        stores(event, deletionOf(event).unsigned());
        store().sweepExpired(1);
        assertEquals(2, unread().size());
        place[0] = 1;
        store().sweepExpired(1);
        assertEquals(1, unread().size());
    }

    @Test
    default void leavesNothingOfWhatIsModerated() {
        store().keepFor(new ReaderOfNotes(0));
        Event gone = note("gone").unsigned();
        Event stored = note("stored").unsigned();
        stores(gone, stored, deletionOf(gone).unsigned());
        store().remove(Set.of(gone.id(), stored.id()), Removal.MODERATED);
        assertEquals(1, unread().size());
    }

    @Test
    default void leavesNothingOfWhoeverVanishes() {
        store().keepFor(new ReaderOfNotes(0));
        Event gone = note("gone").unsigned();
        Event stored = note("stored").unsigned();
        Event request = deletionOf(gone).unsigned();
        stores(gone, stored, request);
        store().remove(Set.of(stored.id(), request.id()), Removal.VANISHED);
        assertEquals(List.of(), unread());
    }

    @Test
    default void keepsTheUnreadOverARestart() {
        store().keepFor(new ReaderOfNotes(0));
        Event event = note("").unsigned();
        stores(event, deletionOf(event).unsigned());
        restart();
        store().keepFor(new ReaderOfNotes(0));
        store().sweepExpired(1);
        assertEquals(2, unread().size());
    }

    @Test
    default void keepsTheUnreadNoLongerThanTheirRemovals() {
        startEmpty(10);
        store().keepFor(new ReaderOfNotes(0));
        Event event = note("").unsigned();
        stores(event, deletionOf(event).unsigned());
        for (int i = 0; i < 30; i++) {
            stores(ofKind(7).at(NOW + i).unsigned());
        }
        store().sweepExpired(1);
        assertEquals(shown(store().changesAfter(0, 1_000)), unread());
    }
}
