package dev.souk.marketplace.statistics;

import static dev.souk.marketplace.statistics.TestJobs.job;
import static dev.souk.marketplace.statistics.TestJobs.person;
import static dev.souk.marketplace.statistics.TestOffers.delivered;
import static dev.souk.marketplace.statistics.TestOffers.offer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContributionTest {
    private static final Bytes32 CUSTOMER = person(1);
    private static final Bytes32 PROVIDER = person(2);
    private static final Bytes32 OTHER = person(3);

    private static Summary market(TestJobs job) {
        return in(new Scope.Market(), job);
    }

    private static Summary in(Scope scope, TestJobs job) {
        Tally tally = new Tally();
        tally.add(job.contribution(), scope);
        return tally.summary();
    }

    /** The counters that the job raises. */
    private static Set<Counter> raised(Summary summary) {
        Set<Counter> raised = EnumSet.noneOf(Counter.class);
        summary.counts().forEach((counter, count) -> {
            if (count > 0) {
                raised.add(counter);
            }
        });
        return raised;
    }

    @Test
    void aJobWhoseRequestIsUnknownContributesNothing() {
        assertEquals(
                Optional.empty(),
                Contribution.of(
                        job().withoutRequest().offer(delivered(PROVIDER)).build()));
    }

    @Test
    void aRequestAloneIsOneRequestOfOneCustomer() {
        Summary summary = market(job());

        assertEquals(EnumSet.of(Counter.REQUESTS), raised(summary));
        assertEquals(new Distinct(1, true), summary.people(Group.CUSTOMERS));
    }

    @Test
    void anInvitationAloneIsNoOffer() {
        Contribution contribution = job().offer(offer(PROVIDER).silent()).contribution();

        assertEquals(List.of(), contribution.providers());
    }

    @Test
    void whoWasPaidAndNeverSaidAWordIsHeldToIt() {
        Summary summary = market(
                job().offer(offer(PROVIDER).silent().verified(1_000, CUSTOMER).flag(Offer.Flag.PAID_NOT_DELIVERED)));

        assertEquals(
                EnumSet.of(
                        Counter.REQUESTS,
                        Counter.PAID,
                        Counter.VERIFIED_PAID,
                        Counter.ENDED,
                        Counter.PAID_NOT_DELIVERED),
                raised(summary));
    }

    @Test
    void theCustomersOwnOffersCountForNothing() {
        TestJobs flagged = job().status(JobStatus.COMPLETED)
                .offer(delivered(PROVIDER).completed().verified(9, OTHER).flag(Offer.Flag.SELF_DEALING));
        TestJobs plain =
                job().status(JobStatus.DELIVERED).offer(delivered(CUSTOMER).verified(9, OTHER));

        assertEquals(EnumSet.of(Counter.REQUESTS), raised(market(flagged)));
        assertEquals(EnumSet.of(Counter.REQUESTS), raised(market(plain)));
        assertEquals(0, market(plain).sum(Money.VERIFIED));
    }

    @Test
    void aPaidAndDeliveredJobIsCountedOnEveryAxis() {
        Summary summary = market(job().status(JobStatus.COMPLETED)
                .offer(delivered(PROVIDER).completed().asking(4_000).verified(5_000, CUSTOMER)));

        assertEquals(
                EnumSet.of(
                        Counter.REQUESTS,
                        Counter.ANSWERED,
                        Counter.COMPLETED,
                        Counter.OFFERS,
                        Counter.RESULTS,
                        Counter.QUOTED,
                        Counter.PAID,
                        Counter.QUOTED_PAID,
                        Counter.VERIFIED_PAID,
                        Counter.ENDED,
                        Counter.OFFERS_COMPLETED),
                raised(summary));
        assertEquals(4_000, summary.sum(Money.ASKED));
        assertEquals(5_000, summary.sum(Money.VERIFIED));
        assertEquals(0, summary.sum(Money.CLAIMED));
        assertEquals(new Distinct(1, true), summary.people(Group.VERIFIED_PAYERS));
    }

    @Test
    void cancelledBeforeAnyOfferIsTold() {
        TestJobs early = job().status(JobStatus.CANCELLED).offer(offer(PROVIDER).silent());
        TestJobs later = job().status(JobStatus.CANCELLED).offer(offer(PROVIDER));

        assertTrue(raised(market(early)).contains(Counter.CANCELLED_EARLY));
        assertEquals(EnumSet.of(Counter.REQUESTS, Counter.CANCELLED, Counter.OFFERS), raised(market(later)));
    }

    @Test
    void aJobHasOneSampleOfEachTimeItsFirst() {
        Summary summary = market(job().offer(delivered(PROVIDER).after(700, 900))
                .offer(delivered(OTHER).after(100, 990)));

        assertEquals(1, summary.distribution(Measure.FIRST_OFFER).samples());
        assertEquals(100, summary.distribution(Measure.FIRST_OFFER).p50().orElseThrow());
        assertEquals(900, summary.distribution(Measure.FIRST_RESULT).p50().orElseThrow());
    }

    @Test
    void aProviderIsMeasuredByItsOwnOffer() {
        TestJobs shared = job().status(JobStatus.COMPLETED)
                .offer(delivered(PROVIDER).after(700, 900).completed())
                .offer(offer(OTHER).work(Offer.Work.ERROR).after(100, 0));

        Summary winner = in(new Scope.OfProvider(PROVIDER), shared);
        Summary loser = in(new Scope.OfTypeAndProvider(JobType.named("translation"), OTHER), shared);

        assertTrue(raised(winner).contains(Counter.COMPLETED));
        assertEquals(700, winner.distribution(Measure.FIRST_OFFER).p50().orElseThrow());
        assertEquals(EnumSet.of(Counter.REQUESTS, Counter.OFFERS, Counter.ERRORS, Counter.ENDED), raised(loser));
        assertEquals(Set.of(), raised(in(new Scope.OfProvider(person(9)), shared)));
    }

    @Test
    void whatWentBackAndWhatOnlyShowsInTheWorkIsNotPaid() {
        Summary implied = market(job().offer(offer(PROVIDER).asking(5).money(Offer.Money.IMPLIED)));
        Summary refunded = market(job().offer(delivered(PROVIDER).asking(5).refunded(5)));

        assertTrue(raised(implied).contains(Counter.IMPLIED_PAID));
        assertEquals(0, implied.count(Counter.PAID));
        assertTrue(raised(refunded).contains(Counter.REFUNDED));
        assertEquals(5, refunded.sum(Money.REFUNDED));
    }

    @Test
    void aFreeOfferIsNoQuote() {
        Summary summary = market(job().offer(offer(PROVIDER).asking(0)));

        assertEquals(0, summary.count(Counter.QUOTED));
        assertEquals(0, summary.distribution(Measure.PRICE).samples());
    }

    @Test
    void ofSeveralStrangersNobodyKnowsWhoseMoneyWasVerified() {
        Summary summary = market(job().offer(offer(PROVIDER).verified(1_000, OTHER, person(4))));

        assertEquals(2, summary.people(Group.PAYERS).count());
        assertEquals(0, summary.people(Group.VERIFIED_PAYERS).count());
    }

    @Test
    void aResultCountsUnderTheTypeOfItsRequest() {
        Summary summary =
                in(new Scope.OfType(JobType.named("ocr")), job().of("ocr").offer(delivered(PROVIDER)));

        assertEquals(1, summary.count(Counter.RESULTS));
        assertEquals(Set.of(), raised(in(new Scope.OfType(JobType.OTHER), job().of("ocr"))));
    }

    @Test
    void itCountsAtTheTimeOfTheRequestUnderItsTypeItsCustomerAndItsProviders() {
        Contribution contribution =
                job().at(77).of("ocr").offer(offer(PROVIDER)).contribution();

        assertEquals(77, contribution.at());
        assertEquals(
                List.of(
                        new Scope.Market(),
                        new Scope.OfType(JobType.named("ocr")),
                        new Scope.OfCustomer(CUSTOMER),
                        new Scope.OfProvider(PROVIDER),
                        new Scope.OfTypeAndProvider(JobType.named("ocr"), PROVIDER)),
                contribution.scopes());
        assertTrue(contribution.scopes().stream().allMatch(contribution::isIn));
    }

    @Test
    void bytesReadBackAreTheSameContribution() {
        for (Contribution contribution : new RandomJobs(RandomJobs.random(), 20).contributions(2_000)) {
            assertEquals(contribution, Contribution.decode(contribution.encode()));
        }
    }

    @Test
    void corruptBytesAreRefusedInOneWay() {
        Random random = RandomJobs.random();
        byte[] good = job().offer(delivered(PROVIDER).asking(9).claimed(8, OTHER))
                .contribution()
                .encode();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(UnreadableRowException.class, () -> Contribution.decode(cut));
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                Contribution.decode(bad);
            } catch (UnreadableRowException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("cannot read a contribution"));
            }
        }
    }

    @Test
    void aTypePastTheLimitCountsAmongTheOthers() {
        Contribution contribution = job().of("rare").contribution();
        JobType type = TypeNames.countedAs(contribution.type(), false, TypeNames.DEFAULT_MAX, TypeNames.DEFAULT_MAX);

        assertEquals(JobType.OTHER, contribution.countedAs(type).type());
        assertEquals(contribution.type(), TypeNames.countedAs(contribution.type(), true, 10_000, 10_000));
        assertEquals(contribution.type(), TypeNames.countedAs(contribution.type(), false, 9_999, 10_000));
    }
}
