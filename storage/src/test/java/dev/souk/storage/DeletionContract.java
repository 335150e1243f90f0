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

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a deletion request does, at once and for good (NIP-09, NIP-59). */
interface DeletionContract extends StoreFixture {
    @Test
    default void deletesWhatItsAuthorNamesAndRefusesItFromThenOn() {
        Event event = note("regret").unsigned();
        Event request = deletionOf(event).at(NOW - 1_000).unsigned();
        stores(event, request);
        assertEquals(List.of(request), found(Filter.ALL));
        assertEquals(new SaveOutcome.Deleted(), save(event));
        restart();
        assertEquals(new SaveOutcome.Deleted(), save(event));
    }

    @Test
    default void refusesAnEventWhoseDeletionCameFirst() {
        Event event = note("regret").unsigned();
        stores(deletionOf(event).unsigned());
        assertEquals(new SaveOutcome.Deleted(), save(event));
    }

    @Test
    default void decidesDeletionsWithinOneBatchInTheirOrder() {
        Event before = note("before").unsigned();
        Event after = note("after").unsigned();
        Event request = deletionOf(before, after).unsigned();
        Commit commit = store().save(List.of(before, request, after));
        assertEquals(
                List.of(new SaveOutcome.Stored(1), new SaveOutcome.Stored(2), new SaveOutcome.Deleted()),
                commit.outcomes());
        assertEquals(List.of(request), found(Filter.ALL));
    }

    @Test
    default void ignoresAStrangersDeletionNowAndLater() {
        Event here = note("here").unsigned();
        Event coming = note("coming").unsigned();
        stores(here, deletionOf(here, coming).by(bob()).unsigned(), coming);
        assertTrue(store().contains(here.id()));
        assertTrue(store().contains(coming.id()));
    }

    @Test
    default void deletesNeitherDeletionsNorRequestsToVanish() {
        Event request = deletionOf(note("x").unsigned()).unsigned();
        Event vanish = ofKind(62).unsigned();
        stores(request, vanish, deletionOf(request, vanish).content("2").unsigned());
        assertTrue(store().contains(request.id()));
        assertTrue(store().contains(vanish.id()));
        Event late = ofKind(62).content("late").unsigned();
        stores(deletionOf(late).unsigned(), late);
    }

    @Test
    default void deletesAnAddressUpToTheTimeOfTheRequestAndNoFurther() {
        String address = "30023:" + alice().publicKey() + ":x";
        Event version = ofKind(30_023).tag("d", "x").at(NOW).unsigned();
        Event request = ofKind(5).tag("a", address).at(NOW).unsigned();
        Event older = ofKind(30_023).tag("d", "x").at(NOW - 1).unsigned();
        Event newer = ofKind(30_023).tag("d", "x").at(NOW + 1).unsigned();
        stores(version, request);
        assertFalse(store().contains(version.id()));
        assertEquals(new SaveOutcome.Deleted(), save(version));
        assertEquals(new SaveOutcome.Deleted(), save(older));
        stores(newer);
        stores(ofKind(5).tag("a", address).at(NOW).content("again").unsigned());
        assertTrue(store().contains(newer.id()));
    }

    @Test
    default void deletesAReplaceableByItsAddressWithATrailingColon() {
        Event list = ofKind(10_002).unsigned();
        Event malformed = ofKind(5).tag("a", "10002:" + alice().publicKey()).unsigned();
        Event request = ofKind(5).tag("a", "10002:" + alice().publicKey() + ":").unsigned();
        stores(list, malformed);
        assertTrue(store().contains(list.id()));
        stores(request);
        assertFalse(store().contains(list.id()));
    }

    @Test
    default void doesNotDeleteAnAddressOfSomebodyElse() {
        Event list = ofKind(10_002).by(bob()).unsigned();
        Event own = note("own").unsigned();
        stores(list, own);
        stores(deletionOf(own).tag("a", "10002:" + bob().publicKey() + ":").unsigned());
        assertTrue(store().contains(list.id()));
        assertFalse(store().contains(own.id()));
    }

    @Test
    default void letsARecipientDeleteAGiftWrapForGood() {
        Event wrap = StoreFixture.wrapFor(alice().publicKey().hex()).unsigned();
        Event other = StoreFixture.wrapFor(bob().publicKey().hex()).unsigned();
        stores(wrap, other, deletionOf(wrap, other).unsigned());
        assertFalse(store().contains(wrap.id()));
        assertTrue(store().contains(other.id()));
        assertEquals(new SaveOutcome.Deleted(), save(wrap));
    }

    @Test
    default void freesTheAddressOfADeletedVersion() {
        Event latest = ofKind(0).at(NOW + 5).unsigned();
        Event older = ofKind(0).at(NOW).unsigned();
        stores(latest, deletionOf(latest).unsigned(), older);
        assertEquals(List.of(older), found(Filter.builder().kinds(0).build()));
    }

    @Test
    default void refusesForGoodThoughTheRequestIsRemoved() {
        Event event = note("regret").unsigned();
        Event request = deletionOf(event).unsigned();
        stores(event, request);
        store().remove(Set.of(request.id()), Removal.MODERATED);
        restart();
        assertEquals(new SaveOutcome.Deleted(), save(event));
    }

    @Test
    default void refusesForGoodThoughTheRequestExpires() {
        Event event = ofKind(10_002).unsigned();
        stores(ofKind(5)
                .tag("a", "10002:" + alice().publicKey() + ":")
                .tag("expiration", Long.toString(NOW + 1))
                .unsigned());
        clock().set(NOW + 1);
        store().sweepExpired(10);
        assertEquals(new SaveOutcome.Deleted(), save(event));
    }

    @Test
    default void doesNothingForARequestThatIsNotKept() {
        Event event = note("kept").unsigned();
        Event expired = deletionOf(event).tag("expiration", "1").unsigned();
        stores(event);
        assertEquals(new SaveOutcome.Expired(), save(expired));
        assertTrue(store().contains(event.id()));
    }

    @Test
    default void doesNothingNewForADuplicateRequest() {
        Event event = note("moderated, then published again").unsigned();
        Event request = deletionOf(event).unsigned();
        stores(request);
        long before = store().sequence();
        Commit again = store().save(List.of(request, request));
        assertEquals(List.of(new SaveOutcome.Duplicate(), new SaveOutcome.Duplicate()), again.outcomes());
        assertEquals(List.of(), again.changes());
        assertEquals(before, store().sequence());
    }

    @Test
    default void deletesByIdWhateverTheTimes() {
        Event newer = note("newer").at(NOW + 1_000_000).unsigned();
        Event coming = note("coming").at(NOW + 2_000_000).unsigned();
        stores(newer, deletionOf(newer, coming).at(0).unsigned());
        assertFalse(store().contains(newer.id()));
        assertEquals(new SaveOutcome.Deleted(), save(coming));
    }

    @Test
    default void deletesAVersionByItsIdAndLeavesTheAddressFree() {
        Event version = ofKind(30_023).tag("d", "x").at(NOW).unsigned();
        Event older = ofKind(30_023).tag("d", "x").at(NOW - 1).unsigned();
        Event newer = ofKind(30_023).tag("d", "x").at(NOW + 1).unsigned();
        stores(version, deletionOf(version).unsigned(), older);
        assertEquals(new SaveOutcome.Deleted(), save(version));
        stores(newer);
    }

    @Test
    default void takesTheLatestOfSeveralRequestsForAnAddress() {
        String address = "30023:" + alice().publicKey() + ":x";
        Event version = ofKind(30_023).tag("d", "x").at(NOW + 5).unsigned();
        stores(ofKind(5).tag("a", address).at(NOW + 5).unsigned());
        stores(ofKind(5).tag("a", address).at(NOW).unsigned());
        assertEquals(new SaveOutcome.Deleted(), save(version));
        store().save(List.of(
                ofKind(5).tag("a", address).at(NOW + 7).unsigned(),
                ofKind(5).tag("a", address).at(NOW + 6).unsigned()));
        assertEquals(
                new SaveOutcome.Deleted(),
                save(ofKind(30_023).tag("d", "x").at(NOW + 7).unsigned()));
        stores(ofKind(30_023).tag("d", "x").at(NOW + 8).unsigned());
    }

    @Test
    default void refusesAVersionOfADeletedAddressInTheSameBatch() {
        Event version = ofKind(0).at(NOW).unsigned();
        Event request =
                ofKind(5).tag("a", "0:" + alice().publicKey() + ":").at(NOW).unsigned();
        Event newer = ofKind(0).at(NOW + 1).unsigned();
        assertEquals(
                List.of(new SaveOutcome.Stored(1), new SaveOutcome.Deleted(), new SaveOutcome.Stored(2)),
                store().save(List.of(request, version, newer)).outcomes());
    }

    @Test
    default void prefersToSayDeletedOverSuperseded() {
        Event latest = ofKind(0).at(NOW + 1).unsigned();
        Event old = ofKind(0).at(NOW).unsigned();
        stores(latest, deletionOf(old).unsigned());
        assertEquals(new SaveOutcome.Deleted(), save(old));
    }

    @Test
    default void tellsLongDsApartWhenItDeletes() {
        String shared = "d".repeat(1_024);
        Event one = ofKind(30_023).tag("d", shared + "1" + shared).unsigned();
        Event other = ofKind(30_023).tag("d", shared + "2" + shared).unsigned();
        stores(one, other);
        stores(ofKind(5)
                .tag("a", "30023:" + alice().publicKey() + ":" + shared + "1" + shared)
                .unsigned());
        assertFalse(store().contains(one.id()));
        assertTrue(store().contains(other.id()));
        assertEquals(new SaveOutcome.Deleted(), save(one));
    }

    @Test
    default void deletesADWithColonsAndAnEmptyOne() {
        Event colons = ofKind(30_023).tag("d", "a:b:c").unsigned();
        Event missing = ofKind(30_023).unsigned();
        stores(colons, missing);
        stores(ofKind(5)
                .tag("a", "30023:" + alice().publicKey() + ":a:b:c")
                .tag("a", "30023:" + alice().publicKey() + ":")
                .unsigned());
        assertFalse(store().contains(colons.id()));
        assertFalse(store().contains(missing.id()));
    }

    @Test
    default void skipsTagsThatNameNothingAndFollowsTheRest() {
        Event event = note("regret").unsigned();
        Event named = note("named by e in capitals only").unsigned();
        Event request = ofKind(5)
                .tag("e")
                .tag("e", "")
                .tag("e", "not hex")
                .tag("a")
                .tag("a", "1:" + alice().publicKey() + ":")
                .tag("a", "99999999999:" + alice().publicKey() + ":")
                .tag("E", named.id().hex())
                .tag("e", event.id().hex(), "wss://relay.example")
                .unsigned();
        stores(event, named, request);
        assertFalse(store().contains(event.id()));
        assertTrue(store().contains(named.id()));
    }

    @Test
    default void letsARecipientRefuseAGiftWrapBeforeItComes() {
        Event wrap = StoreFixture.wrapFor(bob().publicKey().hex())
                .tag("p", alice().publicKey().hex())
                .unsigned();
        stores(deletionOf(wrap).by(alice()).unsigned());
        assertEquals(new SaveOutcome.Deleted(), save(wrap));
        restart();
        assertEquals(new SaveOutcome.Deleted(), save(wrap));
    }

    @Test
    default void letsTheAuthorOfAGiftWrapDeleteItToo() {
        Event wrap = StoreFixture.wrapFor(alice().publicKey().hex()).unsigned();
        stores(wrap, deletionOf(wrap).by(carol()).unsigned());
        assertFalse(store().contains(wrap.id()));
    }

    @Test
    default void letsNoRecipientDeleteAnythingButAGiftWrap() {
        Event mention = note("").by(carol()).tag("p", alice().publicKey().hex()).unsigned();
        Event coming = note("2").by(carol()).tag("p", alice().publicKey().hex()).unsigned();
        stores(mention, deletionOf(mention, coming).unsigned(), coming);
        assertTrue(store().contains(mention.id()));
    }

    @Test
    default void takesARequestAgainstTheSameTargetFromItsAuthorAfterAStrangers() {
        Event event = note("").unsigned();
        stores(deletionOf(event).by(bob()).unsigned(), event, deletionOf(event).unsigned());
        assertFalse(store().contains(event.id()));
    }

    @Test
    default void deletesOneTargetOnceThoughItIsNamedTwice() {
        Event list = ofKind(10_002).unsigned();
        stores(list);
        Commit commit = store().save(List.of(deletionOf(list, list)
                .tag("a", "10002:" + alice().publicKey() + ":")
                .unsigned()));
        assertEquals(2, commit.changes().size());
    }
}
