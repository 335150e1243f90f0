package dev.souk.marketplace.statistics;

import static dev.souk.marketplace.statistics.TestJobs.job;
import static dev.souk.marketplace.statistics.TestJobs.person;
import static dev.souk.marketplace.statistics.TestOffers.delivered;
import static dev.souk.marketplace.statistics.TestOffers.offer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static Summary of(TestJobs... jobs) {
        return in(new Scope.Market(), jobs);
    }

    private static Summary in(Scope scope, TestJobs... jobs) {
        Tally tally = new Tally();
        for (TestJobs job : jobs) {
            tally.add(job.contribution(), scope);
        }
        return tally.summary();
    }

    @Test
    void whatHasNoSampleIsEmptyAndNotZero() {
        Summary summary = of();

        assertEquals(OptionalDouble.empty(), summary.fillRate());
        assertEquals(OptionalDouble.empty(), summary.conversion());
        assertEquals(OptionalDouble.empty(), summary.completionRate());
        assertEquals(OptionalDouble.empty(), summary.disputeRate());
        assertEquals(OptionalDouble.empty(), summary.topProviderShare());
        assertEquals(OptionalDouble.empty(), summary.completionByCustomer());
        assertEquals(OptionalLong.empty(), summary.distribution(Measure.PRICE).p50());
        assertEquals(0, summary.providerScore().value());
    }

    @Test
    void theFillRateLeavesOutWhatWasCancelledBeforeAnyOffer() {
        Summary summary = of(
                job().status(JobStatus.CANCELLED),
                job().status(JobStatus.CANCELLED).offer(offer(person(2))),
                job().status(JobStatus.DELIVERED).offer(delivered(person(2))),
                job().status(JobStatus.EXPIRED));

        assertEquals(1 / 3.0, summary.fillRate().orElseThrow());
    }

    @Test
    void disputesAreCountedByCustomerAndNotByJob() {
        Summary summary = of(
                job().by(person(1)).offer(delivered(person(2)).disputed()),
                job().by(person(1)).offer(delivered(person(2)).disputed()),
                job().by(person(1)).offer(delivered(person(2)).disputed()),
                job().by(person(3)).offer(delivered(person(2))));

        assertEquals(0.5, summary.disputeRate().orElseThrow());
        assertEquals(3, summary.count(Counter.OFFERS_DISPUTED));
    }

    @Test
    void everyCustomerHasOneVoteOnCompletion() {
        TestJobs failed = job().by(person(1)).offer(offer(person(2)).work(Offer.Work.ERROR));
        Summary summary = in(
                new Scope.OfProvider(person(2)),
                failed,
                failed,
                failed,
                failed,
                failed,
                failed,
                failed,
                job().by(person(3)).offer(delivered(person(2))));

        assertEquals(0.5, summary.completionByCustomer().orElseThrow());
        assertEquals(1 / 8.0, summary.completionRate().orElseThrow());
    }

    @Test
    void conversionIsOfOffersWithAPrice() {
        Summary summary = of(
                job().offer(offer(person(2)).asking(5))
                        .offer(offer(person(3)).asking(7).claimed(7, person(1))),
                job().offer(offer(person(2)).claimed(9, person(1))));

        assertEquals(0.5, summary.conversion().orElseThrow());
        assertEquals(2, summary.count(Counter.PAID));
    }

    @Test
    void theBusiestProvidersShareIsOfAllResults() {
        Summary summary = of(
                job().offer(delivered(person(2))).offer(delivered(person(3))),
                job().offer(delivered(person(2))),
                job().offer(delivered(person(2))));

        assertEquals(0.75, summary.topProviderShare().orElseThrow());
    }

    @Test
    void amongTooManyPeopleWhatCannotBeToldIsLeftOut() {
        Tally tally = new Tally();
        for (int i = 0; i <= Members.MAX_EXACT; i++) {
            tally.add(job().by(person(i)).offer(delivered(person(10_000 + i))).contribution(), new Scope.Market());
        }
        Summary summary = tally.summary();

        assertEquals(OptionalLong.empty(), summary.repeatCustomers());
        assertEquals(OptionalDouble.empty(), summary.topProviderShare());
    }

    @Test
    void amongTooManyCustomersCompletionIsThePartOfThemThatWasServed() {
        Tally tally = new Tally();
        for (int i = 0; i < 4_000; i++) {
            TestOffers offer = i % 4 == 0 ? offer(person(7)).work(Offer.Work.ERROR) : delivered(person(7));
            tally.add(job().by(person(100 + i)).offer(offer).contribution(), new Scope.OfProvider(person(7)));
        }

        assertEquals(0.75, tally.summary().completionByCustomer().orElseThrow(), 0.06);
    }

    @Test
    void customersWhoComeBackAreTold() {
        assertEquals(
                OptionalLong.of(1),
                of(job().by(person(1)), job().by(person(1)), job().by(person(2)))
                        .repeatCustomers());
    }

    @Test
    void pricesKeepTheirRange() {
        Quantiles prices = of(
                        job().offer(offer(person(2)).asking(1_000)),
                        job().offer(offer(person(2)).asking(100_000)),
                        job().offer(offer(person(2)).asking(21_000)))
                .distribution(Measure.PRICE);

        assertEquals(3, prices.samples());
        assertEquals(OptionalLong.of(1_000), prices.min());
        assertEquals(OptionalLong.of(21_000), prices.p50());
        assertEquals(OptionalLong.of(100_000), prices.max());
    }

    @Test
    void quantilesAreThoseOfTheExactSamplesRounded() {
        Random random = RandomJobs.random();
        for (int run = 0; run < 50; run++) {
            long[] millis = new long[1 + random.nextInt(500)];
            Tally tally = new Tally();
            for (int i = 0; i < millis.length; i++) {
                millis[i] = (long) Math.exp(random.nextDouble() * 30);
                tally.add(job().offer(delivered(person(2)).after(1, millis[i])).contribution(), new Scope.Market());
            }
            Arrays.sort(millis);
            Quantiles times = tally.summary().distribution(Measure.FIRST_RESULT);
            assertEquals(millis.length, times.samples());
            assertNear(exact(millis, 0.50), times.p50());
            assertNear(exact(millis, 0.90), times.p90());
            assertNear(exact(millis, 0.95), times.p95());
            assertNear(exact(millis, 0.99), times.p99());
        }
    }

    private static long exact(long[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length - 1e-9) - 1];
    }

    private static void assertNear(long expected, OptionalLong found) {
        assertTrue(Math.abs(found.orElseThrow() - expected) <= 0.005 * expected, expected + " found as " + found);
    }
}
