package dev.souk.marketplace.fact;

import static dev.souk.marketplace.fact.TestFacts.event;
import static dev.souk.marketplace.fact.TestFacts.person;
import static dev.souk.marketplace.fact.TestFacts.retraction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Dossier.Added;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DossierTest {
    private static final Bytes32 JOB = event(1);
    private static final Bytes32 CUSTOMER = person(1);
    private static final Bytes32 PROVIDER = person(2);
    private static final int KEPT = 2 * Places.VOICE;

    private static JobRequest request(Bytes32... targets) {
        return TestFacts.request(JOB, CUSTOMER, 1_000, OptionalLong.empty(), List.of(targets));
    }

    private static JobRequest recovered() {
        JobRequest seen = request();
        return new JobRequest(
                seen.source(),
                seen.dialect(),
                seen.type(),
                seen.model(),
                seen.bid(),
                seen.deadline(),
                seen.targets(),
                seen.dependsOn(),
                seen.name(),
                false,
                true);
    }

    private static Fact feedback(long id, Bytes32 author, long at) {
        return TestFacts.feedback(event(id), author, at, WorkStatus.PROCESSING);
    }

    private static Fact zap(long id, Bytes32 wallet, Bytes32 payer, int level) {
        return TestFacts.zap(event(id), wallet, id, JOB, payer, PROVIDER, level);
    }

    private static Added add(Dossier dossier, Fact fact) {
        return dossier.add(fact, Optional.empty());
    }

    @Test
    void addingTwiceIsAddingOnce() {
        Dossier dossier = new Dossier(JOB);

        assertInstanceOf(Added.Kept.class, add(dossier, feedback(2, PROVIDER, 5)));
        assertInstanceOf(Added.Known.class, add(dossier, feedback(2, PROVIDER, 5)));
        assertEquals(1, dossier.entries().size());
        assertEquals(0, dossier.dropped());
    }

    @Test
    void entriesAreOldestFirstAndByIdWithinASecond() {
        Dossier dossier = new Dossier(JOB);
        add(dossier, feedback(4, PROVIDER, 5));
        add(dossier, feedback(3, PROVIDER, 9));
        add(dossier, feedback(2, PROVIDER, 5));

        assertEquals(
                List.of(event(2), event(4), event(3)),
                dossier.entries().stream()
                        .map(entry -> entry.fact().source().id())
                        .toList());
    }

    @Test
    void retractionMayComeWithTheFactAfterItOrWithItsDuplicate() {
        Fact fact = feedback(2, PROVIDER, 5);
        Dossier with = new Dossier(JOB);
        with.add(fact, Optional.of(retraction(9, 7)));
        Dossier after = new Dossier(JOB);
        add(after, fact);
        assertTrue(after.retract(event(2), retraction(9, 7)));
        Dossier duplicate = new Dossier(JOB);
        add(duplicate, fact);
        assertInstanceOf(Added.Known.class, duplicate.add(fact, Optional.of(retraction(9, 7))));
        assertInstanceOf(Added.Known.class, duplicate.add(fact, Optional.of(retraction(9, 7))));

        assertEquals(with, after);
        assertEquals(with, duplicate);
        assertFalse(with.entry(event(2)).orElseThrow().isLive());
    }

    @Test
    void firstOfSeveralRetractionsCountsAndOneThatNamesItsRequestBeforeOneThatDoesNot() {
        Dossier dossier = new Dossier(JOB);
        add(dossier, feedback(2, PROVIDER, 5));

        assertTrue(dossier.retract(event(2), new Retraction(Optional.empty(), 6)));
        assertTrue(dossier.retract(event(2), retraction(9, 8)));
        assertTrue(dossier.retract(event(2), retraction(8, 7)));
        assertFalse(dossier.retract(event(2), retraction(9, 8)));
        assertEquals(
                Optional.of(retraction(8, 7)),
                dossier.entry(event(2)).orElseThrow().retraction());
    }

    @Test
    void retractionOfWhatIsNotThereIsNoNews() {
        assertFalse(new Dossier(JOB).retract(event(2), retraction(9, 7)));
    }

    @Test
    void requestThatWasSeenTakesThePlaceOfOneThatWasRecovered() {
        Dossier dossier = new Dossier(JOB);

        assertTrue(dossier.add(recovered()));
        assertFalse(dossier.add(recovered()));
        assertTrue(dossier.add(request()));
        assertFalse(dossier.add(recovered()));
        assertFalse(dossier.add(request()));
        assertEquals(Optional.of(request()), dossier.request());
    }

    @Test
    void requestOfAnotherJobIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Dossier(event(2)).add(request()));
    }

    @Test
    void cancellationAloneIsSomethingKnown() {
        Dossier dossier = new Dossier(JOB);
        assertTrue(dossier.isEmpty());

        assertTrue(dossier.cancel(retraction(9, 8)));
        assertTrue(dossier.cancel(retraction(8, 7)));
        assertFalse(dossier.cancel(retraction(9, 8)));
        assertFalse(dossier.isEmpty());
        assertEquals(Optional.of(retraction(8, 7)), dossier.cancellation());
    }

    @Test
    void oldestAndNewestOfOneVoiceAreKept() {
        Dossier dossier = new Dossier(JOB);
        for (int i = 0; i < KEPT; i++) {
            add(dossier, feedback(100 + i, PROVIDER, i));
        }
        Added newer = add(dossier, feedback(200, PROVIDER, 90));
        Added middle = add(dossier, feedback(201, PROVIDER, Places.VOICE));

        assertEquals(new Added.Kept(List.of(feedback(100 + Places.VOICE, PROVIDER, Places.VOICE))), newer);
        assertInstanceOf(Added.Dropped.class, middle);
        assertEquals(KEPT, dossier.entries().size());
        assertEquals(2, dossier.dropped());
    }

    @Test
    void oneVoiceDoesNotCrowdOutAnotherOrAnotherSortOfItsOwn() {
        Dossier dossier = new Dossier(JOB);
        Fact result = TestFacts.result(event(2), PROVIDER, 50, WorkStatus.SUCCESS);
        add(dossier, result);
        add(dossier, feedback(3, person(3), 50));
        for (int i = 0; i < 100; i++) {
            add(dossier, feedback(100 + i, PROVIDER, i));
        }

        assertTrue(dossier.entry(event(2)).isPresent());
        assertTrue(dossier.entry(event(3)).isPresent());
        assertEquals(KEPT + 2, dossier.entries().size());
    }

    @Test
    void receiptsByStrangersDoNotPushOutTheWalletsOwn() {
        Dossier dossier = new Dossier(JOB);
        dossier.add(request());
        add(dossier, zap(1_000, person(9), CUSTOMER, 4));
        for (int i = 0; i < 100; i++) {
            add(dossier, zap(950 + i, person(66), CUSTOMER, 1));
            add(dossier, zap(2_950 + i, person(67), CUSTOMER, 0));
        }

        assertTrue(dossier.entry(event(1_000)).isPresent());
    }

    @Test
    void removedFactMakesRoomForItsVoice() {
        Dossier dossier = new Dossier(JOB);
        for (int i = 0; i < KEPT; i++) {
            add(dossier, feedback(100 + i, PROVIDER, i));
        }
        dossier.remove(event(100));
        dossier.retract(event(101), retraction(9, 50));

        assertEquals(new Added.Kept(List.of()), add(dossier, feedback(200, PROVIDER, 90)));
        assertEquals(KEPT, dossier.entries().size());
    }

    @Test
    void dossierThatWasKeptHasTheSameBounds() {
        Dossier told = new Dossier(JOB);
        for (int i = 0; i < KEPT; i++) {
            add(told, feedback(100 + i, PROVIDER, i));
        }
        Dossier kept = Dossier.restored(JOB, told.request(), told.cancellation(), told.entries(), told.dropped());
        add(told, feedback(200, PROVIDER, 90));
        add(kept, feedback(200, PROVIDER, 90));

        assertEquals(told, kept);
        assertEquals(1, kept.dropped());
    }

    @Test
    void amendingAPaymentKeepsItsRetraction() {
        Dossier dossier = new Dossier(JOB);
        dossier.add(zap(5, person(9), CUSTOMER, 1), Optional.of(retraction(9, 7)));

        assertTrue(dossier.amend(event(5), proof -> proof.signedByWallet(true)));
        assertFalse(dossier.amend(event(5), proof -> proof.signedByWallet(true)));
        assertFalse(dossier.amend(event(6), proof -> proof.signedByWallet(true)));
        Dossier.Entry entry = dossier.entry(event(5)).orElseThrow();
        assertEquals(4, ((Fact.Payment) entry.fact()).proof().level());
        assertEquals(Optional.of(retraction(9, 7)), entry.retraction());
    }

    @Test
    void aPaymentThatIsSeenAgainWithItsRetractionKeepsWhatItProvesByNow() {
        Dossier dossier = new Dossier(JOB);
        Fact seen = zap(5, person(9), CUSTOMER, 1);
        add(dossier, seen);
        dossier.amend(event(5), proof -> proof.signedByWallet(true));

        // Whoever files what was kept would file the old level.
        assertInstanceOf(Added.Known.class, dossier.add(seen, Optional.of(retraction(9, 7))));
        Dossier.Entry entry = dossier.entry(event(5)).orElseThrow();
        assertEquals(4, ((Fact.Payment) entry.fact()).proof().level());
        assertEquals(Optional.of(retraction(9, 7)), entry.retraction());
    }

    @Test
    void factsAboutAnEventAreFoundAndRemoved() {
        Dossier dossier = new Dossier(JOB);
        Fact reaction = TestFacts.reaction(event(5), CUSTOMER, 9, event(2), Fact.Sentiment.ACCEPT);
        add(dossier, feedback(2, PROVIDER, 5));
        add(dossier, reaction);
        add(dossier, zap(6, person(9), CUSTOMER, 1));

        assertEquals(List.of(reaction), dossier.about(event(2)));
        assertTrue(dossier.remove(event(5)).isPresent());
        assertTrue(dossier.remove(event(5)).isEmpty());
        assertEquals(List.of(), dossier.about(event(2)));
    }

    @Test
    void dossiersDifferByFactRetractionRequestAndJob() {
        Dossier dossier = new Dossier(JOB);
        Dossier other = new Dossier(JOB);
        add(dossier, feedback(2, PROVIDER, 5));
        assertNotEquals(dossier, other);
        add(other, feedback(2, PROVIDER, 5));
        assertEquals(dossier, other);
        assertEquals(dossier.hashCode(), other.hashCode());
        other.retract(event(2), retraction(9, 7));
        assertNotEquals(dossier, other);
        dossier.retract(event(2), retraction(9, 7));
        dossier.add(request());
        assertNotEquals(dossier, other);
        assertNotEquals(new Dossier(JOB), new Dossier(event(2)));
    }
}
