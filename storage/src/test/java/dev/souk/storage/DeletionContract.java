package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import java.util.List;
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
}
