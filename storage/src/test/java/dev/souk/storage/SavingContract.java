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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    default void decidesVersionsWithinOneBatchInTheirOrder() {
        Event first = ofKind(30_023).at(NOW).tag("d", "x").unsigned();
        Event latest = ofKind(30_023).at(NOW + 2).tag("d", "x").unsigned();
        Event between = ofKind(30_023).at(NOW + 1).tag("d", "x").unsigned();
        assertEquals(
                List.of(new SaveOutcome.Stored(1), new SaveOutcome.Stored(2), new SaveOutcome.Superseded(latest.id())),
                store().save(List.of(first, latest, between)).outcomes());
        assertEquals(List.of(latest), found(Filter.ALL));
    }

    @Test
    default void keepsTheLowestIdOfAnAddressableTieInOneBatch() {
        List<Event> versions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            versions.add(ofKind(30_023).tag("d", "x").content("v" + i).unsigned());
        }
        Event lowest = Collections.min(versions, Comparator.comparing(Event::id));
        store().save(versions);
        assertEquals(List.of(lowest), found(Filter.ALL));
        restart();
        store().save(versions);
        assertEquals(List.of(lowest), found(Filter.ALL));
    }

    @Test
    default void takesAVersionThatWasReplacedForSupersededNotForADuplicate() {
        Event old = ofKind(0).at(NOW).unsigned();
        Event latest = ofKind(0).at(NOW + 1).unsigned();
        stores(old, latest);
        assertEquals(new SaveOutcome.Superseded(latest.id()), save(old));
        assertEquals(new SaveOutcome.Duplicate(), save(latest));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10_000, 19_999, 30_000, 39_999})
    default void keepsOneVersionOfEveryKindThatHasAddresses(int kind) {
        stores(ofKind(kind).at(NOW).unsigned(), ofKind(kind).at(NOW + 1).unsigned());
        assertEquals(1, found(Filter.ALL).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 44, 9_999, 40_000, 65_535, 68_001, 75_536, 95_536, Integer.MAX_VALUE})
    default void keepsAllEventsOfEveryKindThatHasNone(int kind) {
        Event one = ofKind(kind).at(NOW + 1).unsigned();
        Event other = ofKind(kind).at(NOW).unsigned();
        stores(one, other);
        assertEquals(List.of(one, other), found(Filter.builder().kinds(kind).build()));
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 29_999})
    default void keepsNoEphemeralEventThoughItHasExpired(int kind) {
        assertEquals(
                new SaveOutcome.Ephemeral(),
                save(ofKind(kind).tag("expiration", "1").unsigned()));
        assertEquals(0, store().sequence());
    }

    @Test
    default void ignoresTheDOfAReplaceable() {
        stores(
                ofKind(10_002).at(NOW).tag("d", "x").unsigned(),
                ofKind(10_002).at(NOW + 1).tag("d", "y").unsigned());
        assertEquals(1, found(Filter.ALL).size());
    }

    @Test
    default void keepsAddressesApartByEveryCharacterOfD() {
        String shared = "s".repeat(1_024);
        List<String> values =
                List.of("", " ", "a", "A", "a\u0000", "\u0000a", "\u00e9", "e\u0301", shared, shared + "x");
        for (String d : values) {
            stores(ofKind(30_023).tag("d", d).unsigned());
        }
        stores(ofKind(30_023).tag("d", shared + "1" + shared).unsigned());
        stores(ofKind(30_023).tag("d", shared + "2" + shared).unsigned());
        assertEquals(values.size() + 2, found(Filter.ALL).size());
        for (String d : values) {
            assertEquals(1, found(Filter.builder().tag('d', d).build()).size());
        }
    }

    @Test
    default void takesAnEventBackThatTheOperatorRemoved() {
        Event event = ofKind(0).tag("t", "x").unsigned();
        Event other = note("other").unsigned();
        stores(event, other);
        store().remove(Set.of(event.id(), note("unknown").unsigned().id()), Removal.MODERATED);
        assertFalse(store().contains(event.id()));
        assertEquals(List.of(other), found(Filter.ALL));
        stores(event);
        assertEquals(List.of(event), found(Filter.builder().tag('t', "x").build()));
    }

    @Test
    default void takesAnOlderVersionAfterTheLatestWasRemoved() {
        Event old = ofKind(0).at(NOW).unsigned();
        Event latest = ofKind(0).at(NOW + 1).unsigned();
        stores(latest);
        store().remove(Set.of(latest.id()), Removal.MODERATED);
        stores(old);
        assertEquals(List.of(old), found(Filter.ALL));
    }

    @Test
    default void takesAnOlderVersionAfterTheLatestExpiredAndWasSwept() {
        Event old = ofKind(0).at(NOW).unsigned();
        Event latest =
                ofKind(0).at(NOW + 1).tag("expiration", Long.toString(NOW + 5)).unsigned();
        stores(latest);
        clock().set(NOW + 5);
        assertEquals(new SaveOutcome.Superseded(latest.id()), save(old));
        store().sweepExpired(1);
        stores(old);
    }

    @Test
    default void callsAStoredEventADuplicateThoughItHasExpired() {
        Event event = note("").tag("expiration", Long.toString(NOW + 5)).unsigned();
        stores(event);
        clock().set(NOW + 5);
        assertEquals(new SaveOutcome.Duplicate(), save(event));
        store().sweepExpired(1);
        assertEquals(new SaveOutcome.Expired(), save(event));
    }

    @Test
    default void sweepsNoMoreThanTheBudgetAndNothingThatLasts() {
        for (int i = 0; i < 10; i++) {
            stores(note("" + i).tag("expiration", Long.toString(NOW + 1 + i)).unsigned());
        }
        stores(note("lasting").unsigned());
        clock().set(NOW + 8);
        assertEquals(0, store().sweepExpired(0).changes().size());
        assertEquals(3, store().sweepExpired(3).changes().size());
        assertEquals(5, store().sweepExpired(100).changes().size());
        clock().set(NOW);
        assertEquals(3, found(Filter.ALL).size());
    }

    @Test
    default void keepsTheEarliestAndTheLatestTimes() {
        Event first = note("").at(0).unsigned();
        Event last = note("").at(Event.MAX_TIME)
                .tag("expiration", Long.toString(Event.MAX_TIME))
                .unsigned();
        stores(first, last);
        restart();
        assertEquals(List.of(last, first), found(Filter.ALL));
    }
}
