package dev.souk.marketplace.fact;

import static dev.souk.marketplace.fact.TestFacts.event;
import static dev.souk.marketplace.fact.TestFacts.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Dossier.Added;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one party says, however much, takes no place of another's, and no cheap evidence that of good evidence. */
class PlacesTest {
    private static final Bytes32 JOB = event(1);
    private static final Bytes32 CUSTOMER = person(1);
    private static final Bytes32 INVITED = person(2);
    private static final Bytes32 UNINVITED = person(3);
    private static final Bytes32 WALLET = person(4);
    private static final long LATE = 1_000_000;
    private static final int FLOOD = 1_500;

    private final Dossier dossier = new Dossier(JOB);
    private long ids = 100;

    PlacesTest() {
        dossier.add(request());
    }

    private static JobRequest request() {
        return TestFacts.request(JOB, CUSTOMER, 1_000, OptionalLong.empty(), List.of(INVITED));
    }

    private Fact.Payment zap(Bytes32 signer, Bytes32 payer, Bytes32 recipient, long at, int level) {
        return TestFacts.zap(event(ids++), signer, at, JOB, payer, recipient, level);
    }

    private void flood(IntFunction<Fact> facts) {
        IntStream.range(0, FLOOD).mapToObj(facts).forEach(fact -> dossier.add(fact, Optional.empty()));
    }

    private void assertStays(Fact fact, Runnable flood) {
        dossier.add(fact, Optional.empty());
        flood.run();
        assertTrue(dossier.entry(fact.source().id()).isPresent());
        assertTrue(dossier.dropped() > 0, "nothing was bounded");
    }

    /** It is kept whether it comes before the flood, after it, or in its middle. */
    private void assertComesIn(Fact fact, IntFunction<Fact> facts) {
        flood(facts);
        assertInstanceOf(Added.Kept.class, dossier.add(fact, Optional.empty()));
        assertStays(fact, () -> flood(facts));
    }

    @Test
    void zapRequestsOfTheCustomerForItsOwnKeysTakeNoPlaceOfAProvidersPayment() {
        Fact real = zap(WALLET, CUSTOMER, INVITED, 5_000, 1);

        assertComesIn(real, i -> zap(person(1_000 + i), CUSTOMER, person(10_000 + i), i * 10L, 3));
    }

    @Test
    void zapRequestsOfTheCustomerForItsOwnKeysTakeNoPlaceOfAVerifiedPaymentOfAStranger() {
        Fact real = zap(WALLET, CUSTOMER, UNINVITED, 5_000, 4);

        assertComesIn(real, i -> zap(person(1_000 + i), CUSTOMER, person(10_000 + i), i * 10L, 3));
    }

    /** Another receipt for the zap request of this one. */
    private Fact.Payment receiptFor(Fact.Payment first, Bytes32 signer, long at, int level) {
        PaymentProof proof = new PaymentProof(
                level, 1_000, Optional.of(event(ids)), first.proof().request(), signer, List.of(), true);
        Source source = TestFacts.source(event(ids++), TestFacts.RECEIPT, signer, at);
        return new Fact.Payment(source, JOB, first.payer(), first.recipient(), proof);
    }

    @Test
    void receiptsThatStrangersMakeOfAZapRequestTakeNoPlaceOfTheWalletsOwn() {
        Fact.Payment real = zap(WALLET, CUSTOMER, INVITED, 5_000, 4);

        assertComesIn(real, i -> receiptFor(real, person(1_000 + i), i * 10L, 3));
    }

    @Test
    void receiptsThatAnybodyMakesOfOneZapRequestTakeNoPlaceOfAnother() {
        Fact.Payment other = zap(WALLET, INVITED, CUSTOMER, 4_000, 4);
        Fact.Payment real = zap(WALLET, INVITED, CUSTOMER, 5_000, 1);

        assertComesIn(real, i -> receiptFor(other, WALLET, i * 10L, 4));
    }

    @Test
    void receiptsOfOneWalletForOthersTakeNoPlaceOfAProvidersPayment() {
        Fact real = zap(WALLET, CUSTOMER, INVITED, 5_000, 1);

        assertComesIn(real, i -> zap(WALLET, CUSTOMER, person(10_000 + i % 2), i * 10L, 4));
    }

    @Test
    void receiptsThatTheWalletOfAStrangerMakesUpTakeNoPlaceOfAnothers() {
        Fact real = zap(WALLET, person(9), person(8), 5_000, 4);

        assertComesIn(real, i -> zap(UNINVITED, person(10_000 + i), UNINVITED, i * 10L, 4));
    }

    @Test
    void paymentsBackTakeNoPlaceOfPayments() {
        Fact real = zap(WALLET, CUSTOMER, INVITED, 5_000, 1);

        assertComesIn(real, i -> zap(person(1_000 + i), INVITED, CUSTOMER, i * 10L, 4));
    }

    @Test
    void receiptsThatProveNothingTakeNoPlaceOfOnesThatProveLittle() {
        Fact real = zap(WALLET, person(9), UNINVITED, 5_000, 1);

        assertComesIn(real, i -> zap(person(1_000 + i), CUSTOMER, UNINVITED, i * 10L, 0));
    }

    @Test
    void nobodyTakesThePlaceOfAProvidersResult() {
        Fact invited = TestFacts.result(event(2), INVITED, 5_000, WorkStatus.SUCCESS);
        assertComesIn(invited, i -> TestFacts.result(event(ids++), person(10_000 + i), i * 10L, WorkStatus.SUCCESS));
    }

    @Test
    void feedbackOfStrangersTakesNoPlaceOfTheirResults() {
        Fact result = TestFacts.result(event(2), UNINVITED, 5_000, WorkStatus.SUCCESS);
        assertComesIn(
                result, i -> TestFacts.feedback(event(ids++), person(10_000 + i), i * 10L, WorkStatus.PROCESSING));
    }

    @Test
    void resultOfAStrangerThatWasSeenLiveIsNotTakenOverByWhatComesLaterWithOlderDates() {
        Source live = new Source(event(2), TestFacts.RESULT, UNINVITED, 5_000, 5_000_000);
        Fact result =
                new Fact.Result(live, WorkStatus.SUCCESS, "success", Optional.empty(), Optional.empty(), false, false);

        assertStays(
                result,
                () -> flood(i ->
                        TestFacts.result(event(ids++), person(10_000 + i), i % 2 == 0 ? i : LATE, WorkStatus.SUCCESS)));
    }

    @Test
    void paymentThatIsVerifiedLaterTakesThePlaceOfOneThatIsNot() {
        List<Fact.Payment> all = new ArrayList<>();
        for (int i = 0; i < 2 * Places.PAIR; i++) {
            all.add(zap(person(1_000 + i), CUSTOMER, INVITED, i * 10L, 1));
        }
        all.forEach(fact -> dossier.add(fact, Optional.empty()));
        Fact.Payment first = all.get(0);
        Fact.Payment verified = first.proved(first.proof().signedByWallet(true));
        dossier.amend(first.source().id(), proof -> verified.proof());

        assertEquals(List.of(all.get(Places.PAIR)), dossier.proved());
        assertEquals(1, dossier.dropped());
    }

    @Test
    void howMuchIsKeptOfOneJobHasABoundWhoeverSpeaks() {
        Random random = new Random(1);
        List<Bytes32> people = new ArrayList<>(List.of(CUSTOMER, INVITED));
        IntStream.range(0, 2_000).forEach(i -> people.add(person(10_000 + i)));
        for (int i = 0; i < 30_000; i++) {
            dossier.add(anything(random, people), Optional.empty());
        }

        int strangers = 5 * 2 * Places.SHARED;
        int own = 2 * 3 * 2 * Places.VOICE + 5 * 2 * Places.PAIR + 2 * Places.SHARED;
        assertTrue(
                dossier.entries().size() <= strangers + own,
                () -> dossier.entries().size() + " facts");
    }

    private Fact anything(Random random, List<Bytes32> people) {
        Bytes32 author = people.get(random.nextInt(random.nextBoolean() ? 2 : people.size()));
        Bytes32 other = people.get(random.nextInt(random.nextBoolean() ? 3 : people.size()));
        long at = random.nextInt(5_000);
        return switch (random.nextInt(4)) {
            case 0 -> TestFacts.feedback(event(ids++), author, at, WorkStatus.PROCESSING);
            case 1 -> TestFacts.result(event(ids++), author, at, WorkStatus.SUCCESS);
            case 2 -> TestFacts.reaction(event(ids++), author, at, JOB, Fact.Sentiment.ACCEPT);
            default -> zap(person(random.nextInt(1_000)), author, other, at, random.nextInt(5));
        };
    }

    @Test
    void whatHasAPlaceDoesNotDependOnTheOrderOfArrivalAtRandom() {
        long seed = Long.getLong("seed", System.nanoTime());
        for (int round = 0; round < 6; round++) {
            Random random = new Random(seed + round);
            List<Bytes32> people = new ArrayList<>(List.of(CUSTOMER, INVITED, UNINVITED));
            IntStream.range(0, 1 + random.nextInt(300)).forEach(i -> people.add(person(10_000 + i)));
            List<Fact> facts = new ArrayList<>();
            IntStream.range(0, 4_000).forEach(i -> facts.add(live(random, anything(random, people))));

            assertEquals(told(facts, random), told(facts, random), "repeat with -Dseed=" + (seed + round));
        }
    }

    /** Some were seen live. */
    private static Fact live(Random random, Fact fact) {
        if (fact instanceof Fact.Result result && random.nextBoolean()) {
            Source from = result.source();
            long seen = from.createdAt() * 1_000 + random.nextInt(3) * 500L;
            Source live = new Source(from.id(), from.kind(), from.author(), from.createdAt(), seen);
            return new Fact.Result(
                    live, WorkStatus.SUCCESS, "success", Optional.empty(), Optional.empty(), false, false);
        }
        return fact;
    }

    /** Told in another order, some twice; sometimes it is kept and restored. */
    private static Dossier told(List<Fact> facts, Random random) {
        List<Fact> all = new ArrayList<>(facts);
        all.addAll(facts.subList(0, 400));
        Collections.shuffle(all, random);
        Dossier told = new Dossier(JOB);
        told.add(request());
        for (Fact fact : all) {
            told.add(fact, Optional.empty());
            if (random.nextInt(500) == 0) {
                told = Dossier.restored(JOB, told.request(), told.cancellation(), told.entries(), told.dropped());
            }
        }
        return told;
    }
}
