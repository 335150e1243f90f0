package dev.souk.storage;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor.Remainder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an event that is given to a store (NIP-01, NIP-40). */
interface SavingContract extends StoreFixture {
    @Test
    default void keepsARegularEventAndGivesItBackAsItWas() {
        Event event = note("naïve \u0000 \"quoted\" \uD83D\uDE80\n")
                .tag("t", "x", "y")
                .build();
        stores(event);
        assertEquals(List.of(event), found(StoreFixture.ids(event)));
        assertTrue(store().contains(event.id()));
    }

    @Test
    default void knowsADuplicateInTheSameBatchAndLater() {
        Event event = note("once").unsigned();
        Commit commit = store().save(List.of(event, event));
        assertEquals(List.of(new SaveOutcome.Stored(1), new SaveOutcome.Duplicate()), commit.outcomes());
        assertEquals(new SaveOutcome.Duplicate(), save(event));
        restart();
        assertEquals(new SaveOutcome.Duplicate(), save(event));
    }

    @Test
    default void keepsTheLatestVersionWhateverTheOrderOfArrival() {
        Event old = ofKind(0).at(NOW).unsigned();
        Event latest = ofKind(0).at(NOW + 1).unsigned();
        stores(old, latest);
        assertEquals(List.of(latest), found(Filter.ALL));
        assertEquals(new SaveOutcome.Superseded(latest.id()), save(old));
        assertFalse(store().contains(old.id()));
    }

    @Test
    default void keepsTheLowestIdWhenTimestampsTie() {
        List<Event> versions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            versions.add(ofKind(10_002).content("v" + i).unsigned());
        }
        versions.sort(Comparator.comparing(Event::id));
        Event lowest = versions.get(0);
        store().save(List.of(versions.get(5), versions.get(2), versions.get(7)));
        assertEquals(List.of(versions.get(2)), found(Filter.ALL));
        stores(lowest);
        assertEquals(new SaveOutcome.Superseded(lowest.id()), save(versions.get(1)));
        assertEquals(List.of(lowest), found(Filter.ALL));
    }

    @Test
    default void keepsAddressesApartByKindAuthorAndD() {
        String long1 = "d".repeat(2_000) + "1";
        String long2 = "d".repeat(2_000) + "2";
        Event one = ofKind(30_023).tag("d", long1).unsigned();
        Event other = ofKind(30_023).tag("d", long2).unsigned();
        Event kind = ofKind(30_024).tag("d", long1).unsigned();
        Event author = ofKind(30_023).by(bob()).tag("d", long1).unsigned();
        stores(one, other, kind, author);
        assertEquals(4, found(Filter.ALL).size());
    }

    @Test
    default void takesAMissingDForAnEmptyOneAndTheFirstOfSeveral() {
        Event missing = ofKind(30_023).at(NOW).unsigned();
        Event bare = ofKind(30_023).at(NOW + 1).tag("d").tag("d", "other").unsigned();
        Event empty = ofKind(30_023).at(NOW + 2).tag("d", "").tag("d", "more").unsigned();
        stores(missing, bare, empty);
        assertEquals(List.of(empty), found(Filter.ALL));
    }

    @Test
    default void treatsKindsBeyondEveryRangeAsRegular() {
        stores(
                ofKind(45).content("1").unsigned(),
                ofKind(45).content("2").unsigned(),
                ofKind(68_001).content("1").unsigned(),
                ofKind(68_001).content("2").unsigned(),
                ofKind(85_536).unsigned());
        assertEquals(5, found(Filter.ALL).size());
    }

    @Test
    default void doesNotKeepEphemeralEvents() {
        assertEquals(new SaveOutcome.Ephemeral(), save(ofKind(20_000).unsigned()));
        assertEquals(List.of(), found(Filter.ALL));
        assertEquals(0, store().sequence());
    }

    @Test
    default void refusesAnExpiredEventAndHidesOneThatExpires() {
        Event expired = note("").tag("expiration", Long.toString(NOW)).unsigned();
        Event expiring = note("").tag("expiration", Long.toString(NOW + 10)).unsigned();
        Event lasting = note("").at(NOW - 5).unsigned();
        assertEquals(new SaveOutcome.Expired(), save(expired));
        stores(expiring, lasting);
        clock().set(NOW + 9);
        assertEquals(List.of(expiring, lasting), found(Filter.ALL));
        clock().set(NOW + 10);
        assertEquals(List.of(lasting), found(Filter.ALL.withLimit(1)));
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(1)));
    }

    @Test
    default void sweepsTheLongestExpiredFirstWithinABudget() {
        Event first = note("1").tag("expiration", Long.toString(NOW + 1)).unsigned();
        Event second = note("2").tag("expiration", Long.toString(NOW + 2)).unsigned();
        Event later = note("3").tag("expiration", Long.toString(NOW + 100)).unsigned();
        stores(later, second, first);
        clock().set(NOW + 50);
        assertEquals(first.id(), onlyRemoval(store().sweepExpired(1)).id());
        assertEquals(second.id(), onlyRemoval(store().sweepExpired(10)).id());
        assertEquals(List.of(), store().sweepExpired(10).changes());
        assertTrue(store().contains(later.id()));
        assertFalse(store().contains(first.id()));
    }

    private static Change.Removed onlyRemoval(Commit commit) {
        assertEquals(1, commit.changes().size());
        return assertInstanceOf(Change.Removed.class, commit.changes().get(0));
    }

    @Test
    default void keepsEverythingAcrossARestart() {
        Event note = note("kept").tag("t", "x").unsigned();
        stores(note);
        restart();
        assertEquals(List.of(note), found(Filter.builder().tag('t', "x").build()));
        assertEquals(1, store().statistics().events());
    }
}
