package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static dev.souk.protocol.TestKeys.carol;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.storage.EventCursor.Remainder;
import dev.souk.storage.EventCursor.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do. */
public abstract class EventStoreContract {
    protected static final long NOW = 1_700_000_000;

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.ofEpochSecond(NOW));

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private EventStore store;

    /** An empty store. */
    protected abstract EventStore open(InstantSource clock, long keptRemovals);

    /** The same store after a restart; a store that forgets returns the one it was given. */
    protected abstract EventStore reopen(EventStore open, InstantSource clock);

    @BeforeEach
    void openStore() {
        store = open(clock::get, 1_000_000);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void restart() {
        store = reopen(store, clock::get);
    }

    private SaveOutcome save(Event event) {
        return store.save(List.of(event)).outcomes().get(0);
    }

    private void stores(Event... events) {
        for (Event event : events) {
            assertInstanceOf(SaveOutcome.Stored.class, save(event));
        }
    }

    private List<Event> found(Filter... filters) {
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(filters))) {
            return drain(cursor);
        }
    }

    private static List<Event> drain(EventCursor cursor) {
        List<Event> events = new ArrayList<>();
        for (Optional<StoredEvent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            events.add(dev.souk.protocol.json.EventReader.read(next.get().json()));
        }
        return events;
    }

    private Remainder remainder(Filter... filters) {
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(filters))) {
            Step step = cursor.advance(1);
            while (!(step instanceof Step.Finished)) {
                step = cursor.advance(1);
            }
            return ((Step.Finished) step).remainder();
        }
    }

    private static Filter ids(Event event) {
        return Filter.builder().ids(event.id()).build();
    }

    private static TestEvents wrapFor(String recipient) {
        return ofKind(1059).by(carol()).tag("p", recipient);
    }

    @Test
    void keepsARegularEventAndGivesItBackAsItWas() {
        Event event = note("naïve \u0000 \"quoted\" \uD83D\uDE80\n")
                .tag("t", "x", "y")
                .build();
        stores(event);
        assertEquals(List.of(event), found(ids(event)));
        assertTrue(store.contains(event.id()));
    }

    @Test
    void knowsADuplicateInTheSameBatchAndLater() {
        Event event = note("once").unsigned();
        Commit commit = store.save(List.of(event, event));
        assertEquals(List.of(new SaveOutcome.Stored(1), new SaveOutcome.Duplicate()), commit.outcomes());
        assertEquals(new SaveOutcome.Duplicate(), save(event));
        restart();
        assertEquals(new SaveOutcome.Duplicate(), save(event));
    }

    @Test
    void keepsTheLatestVersionWhateverTheOrderOfArrival() {
        Event old = ofKind(0).at(NOW).unsigned();
        Event latest = ofKind(0).at(NOW + 1).unsigned();
        stores(old, latest);
        assertEquals(List.of(latest), found(Filter.ALL));
        assertEquals(new SaveOutcome.Superseded(latest.id()), save(old));
        assertFalse(store.contains(old.id()));
    }

    @Test
    void keepsTheLowestIdWhenTimestampsTie() {
        List<Event> versions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            versions.add(ofKind(10_002).content("v" + i).unsigned());
        }
        versions.sort(Comparator.comparing(Event::id));
        Event lowest = versions.get(0);
        store.save(List.of(versions.get(5), versions.get(2), versions.get(7)));
        assertEquals(List.of(versions.get(2)), found(Filter.ALL));
        stores(lowest);
        assertEquals(new SaveOutcome.Superseded(lowest.id()), save(versions.get(1)));
        assertEquals(List.of(lowest), found(Filter.ALL));
    }

    @Test
    void keepsAddressesApartByKindAuthorAndD() {
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
    void takesAMissingDForAnEmptyOneAndTheFirstOfSeveral() {
        Event missing = ofKind(30_023).at(NOW).unsigned();
        Event bare = ofKind(30_023).at(NOW + 1).tag("d").tag("d", "other").unsigned();
        Event empty = ofKind(30_023).at(NOW + 2).tag("d", "").tag("d", "more").unsigned();
        stores(missing, bare, empty);
        assertEquals(List.of(empty), found(Filter.ALL));
    }

    @Test
    void treatsKindsBeyondEveryRangeAsRegular() {
        stores(
                ofKind(45).content("1").unsigned(),
                ofKind(45).content("2").unsigned(),
                ofKind(68_001).content("1").unsigned(),
                ofKind(68_001).content("2").unsigned(),
                ofKind(85_536).unsigned());
        assertEquals(5, found(Filter.ALL).size());
    }

    @Test
    void doesNotKeepEphemeralEvents() {
        assertEquals(new SaveOutcome.Ephemeral(), save(ofKind(20_000).unsigned()));
        assertEquals(List.of(), found(Filter.ALL));
        assertEquals(0, store.sequence());
    }

    @Test
    void refusesAnExpiredEventAndHidesOneThatExpires() {
        Event expired = note("").tag("expiration", Long.toString(NOW)).unsigned();
        Event expiring = note("").tag("expiration", Long.toString(NOW + 10)).unsigned();
        Event lasting = note("").at(NOW - 5).unsigned();
        assertEquals(new SaveOutcome.Expired(), save(expired));
        stores(expiring, lasting);
        clock.set(Instant.ofEpochSecond(NOW + 9));
        assertEquals(List.of(expiring, lasting), found(Filter.ALL));
        clock.set(Instant.ofEpochSecond(NOW + 10));
        assertEquals(List.of(lasting), found(Filter.ALL.withLimit(1)));
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(1)));
    }

    @Test
    void sweepsTheLongestExpiredFirstWithinABudget() {
        Event first = note("1").tag("expiration", Long.toString(NOW + 1)).unsigned();
        Event second = note("2").tag("expiration", Long.toString(NOW + 2)).unsigned();
        Event later = note("3").tag("expiration", Long.toString(NOW + 100)).unsigned();
        stores(later, second, first);
        clock.set(Instant.ofEpochSecond(NOW + 50));
        assertEquals(first.id(), onlyRemoval(store.sweepExpired(1)).id());
        assertEquals(second.id(), onlyRemoval(store.sweepExpired(10)).id());
        assertEquals(List.of(), store.sweepExpired(10).changes());
        assertTrue(store.contains(later.id()));
        assertFalse(store.contains(first.id()));
    }

    private static Change.Removed onlyRemoval(Commit commit) {
        assertEquals(1, commit.changes().size());
        return assertInstanceOf(Change.Removed.class, commit.changes().get(0));
    }

    @Test
    void deletesWhatItsAuthorNamesAndRefusesItFromThenOn() {
        Event event = note("regret").unsigned();
        Event request = deletionOf(event).at(NOW - 1_000).unsigned();
        stores(event, request);
        assertEquals(List.of(request), found(Filter.ALL));
        assertEquals(new SaveOutcome.Deleted(), save(event));
        restart();
        assertEquals(new SaveOutcome.Deleted(), save(event));
    }

    @Test
    void refusesAnEventWhoseDeletionCameFirst() {
        Event event = note("regret").unsigned();
        stores(deletionOf(event).unsigned());
        assertEquals(new SaveOutcome.Deleted(), save(event));
    }

    @Test
    void decidesDeletionsWithinOneBatchInTheirOrder() {
        Event before = note("before").unsigned();
        Event after = note("after").unsigned();
        Event request = deletionOf(before, after).unsigned();
        Commit commit = store.save(List.of(before, request, after));
        assertEquals(
                List.of(new SaveOutcome.Stored(1), new SaveOutcome.Stored(2), new SaveOutcome.Deleted()),
                commit.outcomes());
        assertEquals(List.of(request), found(Filter.ALL));
    }

    @Test
    void ignoresAStrangersDeletionNowAndLater() {
        Event here = note("here").unsigned();
        Event coming = note("coming").unsigned();
        stores(here, deletionOf(here, coming).by(bob()).unsigned(), coming);
        assertTrue(store.contains(here.id()));
        assertTrue(store.contains(coming.id()));
    }

    @Test
    void deletesNeitherDeletionsNorRequestsToVanish() {
        Event request = deletionOf(note("x").unsigned()).unsigned();
        Event vanish = ofKind(62).unsigned();
        stores(request, vanish, deletionOf(request, vanish).content("2").unsigned());
        assertTrue(store.contains(request.id()));
        assertTrue(store.contains(vanish.id()));
        Event late = ofKind(62).content("late").unsigned();
        stores(deletionOf(late).unsigned(), late);
    }

    @Test
    void deletesAnAddressUpToTheTimeOfTheRequestAndNoFurther() {
        String address = "30023:" + alice().publicKey() + ":x";
        Event version = ofKind(30_023).tag("d", "x").at(NOW).unsigned();
        Event request = ofKind(5).tag("a", address).at(NOW).unsigned();
        Event older = ofKind(30_023).tag("d", "x").at(NOW - 1).unsigned();
        Event newer = ofKind(30_023).tag("d", "x").at(NOW + 1).unsigned();
        stores(version, request);
        assertFalse(store.contains(version.id()));
        assertEquals(new SaveOutcome.Deleted(), save(version));
        assertEquals(new SaveOutcome.Deleted(), save(older));
        stores(newer);
        stores(ofKind(5).tag("a", address).at(NOW).content("again").unsigned());
        assertTrue(store.contains(newer.id()));
    }

    @Test
    void deletesAReplaceableByItsAddressWithATrailingColon() {
        Event list = ofKind(10_002).unsigned();
        Event malformed = ofKind(5).tag("a", "10002:" + alice().publicKey()).unsigned();
        Event request = ofKind(5).tag("a", "10002:" + alice().publicKey() + ":").unsigned();
        stores(list, malformed);
        assertTrue(store.contains(list.id()));
        stores(request);
        assertFalse(store.contains(list.id()));
    }

    @Test
    void doesNotDeleteAnAddressOfSomebodyElse() {
        Event list = ofKind(10_002).by(bob()).unsigned();
        Event own = note("own").unsigned();
        stores(list, own);
        stores(deletionOf(own).tag("a", "10002:" + bob().publicKey() + ":").unsigned());
        assertTrue(store.contains(list.id()));
        assertFalse(store.contains(own.id()));
    }

    @Test
    void letsARecipientDeleteAGiftWrapForGood() {
        Event wrap = wrapFor(alice().publicKey().hex()).unsigned();
        Event other = wrapFor(bob().publicKey().hex()).unsigned();
        stores(wrap, other, deletionOf(wrap, other).unsigned());
        assertFalse(store.contains(wrap.id()));
        assertTrue(store.contains(other.id()));
        assertEquals(new SaveOutcome.Deleted(), save(wrap));
    }

    @Test
    void freesTheAddressOfADeletedVersion() {
        Event latest = ofKind(0).at(NOW + 5).unsigned();
        Event older = ofKind(0).at(NOW).unsigned();
        stores(latest, deletionOf(latest).unsigned(), older);
        assertEquals(List.of(older), found(Filter.builder().kinds(0).build()));
    }

    @Test
    void listsNewestFirstAndTiesByTheLowestId() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(note("" + i).at(NOW + i % 4).unsigned());
        }
        store.save(events);
        events.sort(Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id));
        assertEquals(events, found(Filter.ALL));
        assertEquals(events.subList(0, 7), found(Filter.ALL.withLimit(7)));
        assertEquals(
                events.subList(0, 7),
                found(Filter.builder()
                        .kinds(1)
                        .authors(alice().publicKey())
                        .limit(7)
                        .build()));
    }

    @Test
    void mergesFiltersEachWithItsOwnLimitAndShowsNothingTwice() {
        Event note1 = note("1").at(NOW + 1).unsigned();
        Event note2 = note("2").at(NOW + 2).unsigned();
        Event like3 = ofKind(7).at(NOW + 3).unsigned();
        Event like4 = ofKind(7).at(NOW + 4).unsigned();
        stores(note1, note2, like3, like4);
        Filter notes = Filter.builder().kinds(1).limit(1).build();
        Filter likes = Filter.builder().kinds(7).build();
        assertEquals(List.of(like4, like3, note2), found(notes, likes));
        assertEquals(List.of(like4, like3, note2, note1), found(Filter.ALL, notes, likes));
    }

    @Test
    void showsAnEventOnceThoughSeveralOfItsTagsMatch() {
        Event event = note("").tag("t", "a").tag("t", "b").tag("t", "a").unsigned();
        stores(event);
        assertEquals(List.of(event), found(Filter.builder().tag('t', "a", "b").build()));
    }

    @Test
    void looksOnlyAtTheFirstValueOfOneLetterTags() {
        Event event = note("").tag("t", "first", "second")
                .tag("alt", "text")
                .tag("T", "upper")
                .unsigned();
        stores(event);
        assertEquals(List.of(event), found(Filter.builder().tag('t', "first").build()));
        assertEquals(List.of(), found(Filter.builder().tag('t', "second").build()));
        assertEquals(List.of(), found(Filter.builder().tag('t', "upper").build()));
        assertEquals(List.of(event), found(Filter.builder().tag('T', "upper").build()));
    }

    @Test
    void keepsLongAndOddTagValuesApart() {
        String shared = "x".repeat(1_000);
        Event one = note("1").tag("r", shared + "1").unsigned();
        Event two = note("2").tag("r", shared + "2").unsigned();
        Event odd = note("3").tag("r", "nul \u0000 and \uD83D\uDE80").unsigned();
        stores(one, two, odd);
        assertEquals(List.of(one), found(Filter.builder().tag('r', shared + "1").build()));
        assertEquals(
                List.of(odd),
                found(Filter.builder().tag('r', "nul \u0000 and \uD83D\uDE80").build()));
        assertEquals(List.of(), found(Filter.builder().tag('r', shared).build()));
    }

    @Test
    void asksForAllConditionsAtOnce() {
        Event wanted =
                note("").at(NOW).tag("t", "x").tag("p", bob().publicKey().hex()).unsigned();
        stores(
                wanted,
                note("").by(bob()).tag("t", "x").unsigned(),
                ofKind(7).tag("t", "x").unsigned());
        Filter.Builder filter = Filter.builder()
                .authors(alice().publicKey())
                .kinds(1, 6)
                .tag('t', "x", "y")
                .tag('p', bob().publicKey().hex());
        assertEquals(List.of(wanted), found(filter.build()));
        assertEquals(List.of(wanted), found(filter.since(NOW).until(NOW).build()));
        assertEquals(List.of(), found(filter.since(NOW + 1).until(NOW + 1).build()));
    }

    @Test
    void takesSinceAndUntilAsInclusiveAndAnyNumberForThem() {
        Event event = note("").at(NOW).unsigned();
        stores(event);
        assertEquals(1, found(Filter.builder().since(NOW).build()).size());
        assertEquals(1, found(Filter.builder().until(NOW).build()).size());
        assertEquals(0, found(Filter.builder().since(NOW + 1).build()).size());
        assertEquals(0, found(Filter.builder().until(NOW - 1).build()).size());
        assertEquals(
                1,
                found(Filter.builder()
                                .since(Long.MIN_VALUE)
                                .until(Long.MAX_VALUE)
                                .build())
                        .size());
        assertEquals(0, found(Filter.builder().until(Long.MIN_VALUE).build()).size());
        assertEquals(0, found(Filter.builder().since(Long.MAX_VALUE).build()).size());
    }

    @Test
    void findsNothingForAnEmptyListWhateverElseIsAsked() {
        stores(note("").unsigned());
        assertEquals(List.of(), found(Filter.builder().kinds(Set.of()).build()));
        assertEquals(List.of(), found(Filter.builder().ids(Set.of()).build()));
        assertEquals(
                List.of(), found(Filter.builder().kinds(1).tag('t', Set.of()).build()));
        assertEquals(
                1, found(Filter.builder().authors(Set.of()).build(), Filter.ALL).size());
    }

    @Test
    void knowsWhetherALimitKeptAnythingBack() {
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(0)));
        stores(note("1").unsigned(), note("2").unsigned());
        assertEquals(Remainder.NONE, remainder(Filter.ALL));
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(2)));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(1)));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(0)));
        assertEquals(Remainder.UNKNOWN, remainder(Filter.ALL.withLimit(1), Filter.ALL));
    }

    @Test
    void goesOnWhereItStoppedWhateverIsWrittenInBetween() {
        for (int i = 0; i < 30; i++) {
            stores(note("" + i).at(NOW + i % 3).tag("t", "x").unsigned());
        }
        Filter filter = Filter.builder().tag('t', "x").build();
        List<Event> expected = found(filter);
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(filter))) {
            List<Event> actual = new ArrayList<>();
            for (Step step = cursor.advance(1); !(step instanceof Step.Finished); step = cursor.advance(1)) {
                if (step instanceof Step.Match(StoredEvent event)) {
                    actual.add(dev.souk.protocol.json.EventReader.read(event.json()));
                }
                cursor.suspend();
                store.save(List.of(
                        note("new " + actual.size()).at(NOW + 1).tag("t", "x").unsigned()));
            }
            assertEquals(expected, actual);
        }
    }

    @Test
    void showsASnapshotAsItWas() {
        Event event = note("").unsigned();
        stores(event);
        try (Snapshot snapshot = store.snapshot()) {
            stores(deletionOf(event).unsigned());
            assertEquals(1, snapshot.sequence());
            assertTrue(snapshot.event(event.id()).isPresent());
            try (EventCursor cursor = snapshot.find(List.of(Filter.ALL))) {
                assertEquals(List.of(event), drain(cursor));
            }
        }
        assertFalse(store.contains(event.id()));
    }

    @Test
    void numbersEveryChangeAndNeverReusesANumber() {
        Event event = note("").unsigned();
        stores(event, deletionOf(event).unsigned());
        assertEquals(3, store.sequence());
        restart();
        assertEquals(3, store.sequence());
        Event next = note("next").unsigned();
        assertEquals(new SaveOutcome.Stored(4), save(next));
        store.remove(Set.of(next.id()), Removal.MODERATED);
        restart();
        assertEquals(new SaveOutcome.Stored(6), save(next));
    }

    @Test
    void feedsChangesInOrderAndInPages() {
        Event event = note("").unsigned();
        Event request = deletionOf(event).unsigned();
        stores(event, request, note("last").unsigned());
        Changes first = store.changesAfter(0, 2);
        assertEquals(
                List.of(2L, 3L), first.changes().stream().map(Change::sequence).toList());
        Change.Removed removed =
                assertInstanceOf(Change.Removed.class, first.changes().get(1));
        assertEquals(new Change.Removed(3, 1, event.id(), alice().publicKey(), 1, Removal.DELETED), removed);
        Changes second = store.changesAfter(first.next(), 2);
        assertEquals(
                List.of(4L), second.changes().stream().map(Change::sequence).toList());
        assertEquals(new Changes(List.of(), false, 4), store.changesAfter(second.next(), 2));
    }

    @Test
    void tellsAFollowerFromTooLongAgoToBeginAnew() {
        store.close();
        store = open(clock::get, 10);
        Event kept = note("kept").unsigned();
        stores(kept);
        for (int i = 0; i < 30; i++) {
            stores(ofKind(0).at(NOW + i).unsigned());
        }
        store.sweepExpired(1);
        assertTrue(store.changesAfter(1, 10).isTruncated());
        Changes anew = store.changesAfter(0, 1_000);
        assertFalse(anew.isTruncated());
        assertEquals(
                kept.id(),
                ((Change.Stored) anew.changes().get(0)).event().header().id());
        restart();
        assertTrue(store.changesAfter(1, 10).isTruncated());
        assertFalse(store.changesAfter(store.sequence(), 10).isTruncated());
    }

    @Test
    void letsAFollowerThatBeganAnewGoOnThroughWhatIsOld() {
        store.close();
        store = open(clock::get, 10);
        stores(note("1").unsigned(), note("2").unsigned());
        for (int i = 0; i < 30; i++) {
            stores(ofKind(0).at(NOW + i).unsigned());
        }
        store.sweepExpired(1);
        long beganAt = store.sequence();
        Changes first = store.changesAfter(0, beganAt, 1);
        Changes second = store.changesAfter(first.next(), beganAt, 1);
        assertFalse(second.isTruncated());
        assertEquals(2, second.next());
    }

    @Test
    void keepsTablesOfFollowers() {
        Table table = store.table("market");
        table.write(List.of(
                new Table.Write.Put(key("a1"), key("one")),
                new Table.Write.Put(key("a2"), key("two")),
                new Table.Write.Put(key("b1"), key("three")),
                new Table.Write.Put(key("a1"), key("four")),
                new Table.Write.Delete(key("a2"))));
        assertArrayEquals(key("four"), table.get(key("a1")).orElseThrow());
        assertTrue(table.get(key("a2")).isEmpty());
        restart();
        Table again = store.table("market");
        again.write(List.of(new Table.Write.Put(key("a3"), key("five"))));
        assertEquals(List.of("a1", "a3"), keys(again.scan(key("a"), key(""), 10)));
        assertEquals(List.of("a3"), keys(again.scan(key("a"), key("a2"), 10)));
        assertEquals(List.of("a1"), keys(again.scan(key("a"), key(""), 1)));
        assertEquals(List.of(), keys(store.table("other").scan(key(""), key(""), 10)));
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> keys(List<Table.Entry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.key(), StandardCharsets.US_ASCII))
                .toList();
    }

    @Test
    void keepsEverythingAcrossARestart() {
        Event note = note("kept").tag("t", "x").unsigned();
        stores(note);
        restart();
        assertEquals(List.of(note), found(Filter.builder().tag('t', "x").build()));
        assertEquals(1, store.statistics().events());
    }
}
