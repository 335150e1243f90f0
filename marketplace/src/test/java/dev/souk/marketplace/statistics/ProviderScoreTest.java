package dev.souk.marketplace.statistics;

import static dev.souk.marketplace.statistics.TestJobs.job;
import static dev.souk.marketplace.statistics.TestJobs.person;
import static dev.souk.marketplace.statistics.TestOffers.delivered;
import static dev.souk.marketplace.statistics.TestOffers.offer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import org.junit.jupiter.api.Test;

class ProviderScoreTest {
    private static final Bytes32 PROVIDER = person(1_000_000);

    private final Tally tally = new Tally();

    private void add(TestJobs job) {
        tally.add(job.contribution(), new Scope.OfProvider(PROVIDER));
    }

    private void serve(int customers) {
        for (int i = 0; i < customers; i++) {
            add(paidBy(i, 1_000));
        }
    }

    private static TestJobs paidBy(int customer, long msat) {
        return job().by(person(customer))
                .status(JobStatus.COMPLETED)
                .offer(delivered(PROVIDER)
                        .asking(msat)
                        .verified(msat, person(customer))
                        .completed());
    }

    private ProviderScore score() {
        return tally.summary().providerScore();
    }

    @Test
    void aHundredPayingCustomersAreNearTheTop() {
        serve(100);

        assertTrue(score().value() > 0.85 && score().value() < 1, score().toString());
    }

    @Test
    void oneCustomerCannotCarryARankHoweverMuchItOrdersAndPays() {
        for (int i = 0; i < 2_000; i++) {
            add(paidBy(1, 21_000_000_000L));
        }

        assertTrue(score().value() < 0.05, score().toString());
    }

    @Test
    void onePayerBehindManyCustomersIsOnePayer() {
        for (int i = 0; i < 100; i++) {
            add(job().by(person(i)).offer(delivered(PROVIDER).asking(9).verified(9, person(500))));
        }

        assertEquals(1 / 6.0, score().earning(), 1e-9);
    }

    @Test
    void aProvidersOwnOrdersCountForNothing() {
        serve(3);
        double before = score().value();
        for (int i = 0; i < 50; i++) {
            add(job().by(PROVIDER).offer(delivered(PROVIDER).asking(9).verified(9, person(i + 500))));
        }

        assertEquals(before, score().value());
    }

    @Test
    void claimedMoneyIsNoEarning() {
        for (int i = 0; i < 50; i++) {
            add(job().by(person(i)).offer(delivered(PROVIDER).asking(9).claimed(9_000_000, person(i))));
        }

        assertEquals(0, score().earning());
        assertTrue(score().value() > 0 && score().value() <= ProviderScore.REACH_WEIGHT);
    }

    @Test
    void oneCustomerWhoOrdersTheImpossibleAThousandTimesIsOneVote() {
        serve(50);
        double before = score().value();
        for (int i = 0; i < 1_000; i++) {
            add(job().by(person(600)).offer(offer(PROVIDER).work(Offer.Work.ERROR)));
        }

        assertTrue(score().value() > 0.9 * before, score() + " was " + before);
        assertTrue(score().value() < before);
    }

    @Test
    void oneCustomerWhoRejectsEverythingIsOneVote() {
        serve(50);
        double before = score().value();
        for (int i = 0; i < 1_000; i++) {
            add(job().by(person(600)).offer(delivered(PROVIDER).disputed()));
        }

        assertTrue(score().acceptance() > 0.97, score().toString());
        assertTrue(score().value() > 0.95 * before, score().toString());
    }

    @Test
    void manyCustomersWhoRejectSinkIt() {
        serve(10);
        for (int i = 0; i < 40; i++) {
            add(job().by(person(600 + i)).offer(delivered(PROVIDER).disputed()));
        }

        assertTrue(score().acceptance() < 0.25, score().toString());
    }

    @Test
    void fewGoodJobsProveLessThanMany() {
        serve(2);
        double few = score().reliability();
        serve(60);

        assertTrue(few < 0.4 && score().reliability() > 0.9, few + " " + score());
    }

    @Test
    void whoTakesMoneyAndDoesNotDeliverIsLessReliable() {
        serve(20);
        double before = score().reliability();
        for (int i = 0; i < 20; i++) {
            add(job().by(person(700 + i))
                    .offer(offer(PROVIDER).verified(5, person(700 + i)).flag(Offer.Flag.PAID_NOT_DELIVERED)));
        }

        assertTrue(score().reliability() < before - 0.3);
    }
}
