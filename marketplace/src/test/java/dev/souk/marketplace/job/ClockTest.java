package dev.souk.marketplace.job;

import static dev.souk.marketplace.job.Story.ANNA;
import static dev.souk.marketplace.job.Story.BERT;
import static dev.souk.marketplace.job.Story.CUSTOMER;
import static dev.souk.marketplace.job.Story.DAY;
import static dev.souk.marketplace.job.Story.HOUR;
import static dev.souk.marketplace.job.Story.JOB;
import static dev.souk.marketplace.job.Story.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.Offer.Flag;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What time alone does: deadlines, silence, the day of grace, and when to look again. */
class ClockTest {
    private static final long WEEK = 7 * DAY;

    private static boolean isAbandoned(Story story, Bytes32 provider, long at) {
        return story.offer(provider, at).flags().contains(Flag.ABANDONED);
    }

    private static OptionalLong next(Story story, long at) {
        OptionalLong next = story.job(at).nextChange();
        return next.isPresent() ? OptionalLong.of(next.getAsLong() - START) : next;
    }

    @Test
    void jobWithoutADeadlineExpiresAWeekAfterTheLastWordThatStands() {
        Story story = Story.open();
        assertEquals(JobStatus.REQUESTED, story.status(WEEK - 1));
        assertEquals(JobStatus.EXPIRED, story.status(WEEK));
        assertEquals(
                new Proof("silence-passed", Optional.empty()), story.job(WEEK).proof());

        story.says(ANNA, DAY, WorkStatus.PROCESSING);
        story.retract(story.says(BERT, 2 * DAY, WorkStatus.PROCESSING), 3 * DAY);
        assertEquals(JobStatus.PROCESSING, story.status(DAY + WEEK - 1));
        assertEquals(JobStatus.EXPIRED, story.status(DAY + WEEK));
    }

    @Test
    void deliveredJobWithoutADeadlineClosesAfterAWeekOfSilence() {
        Story story = Story.open();
        story.delivers(ANNA, 5);

        assertTrue(story.job(5 + WEEK - 1).isOpen());
        assertFalse(story.job(5 + WEEK).isOpen());
        assertEquals(JobStatus.DELIVERED, story.status(5 + WEEK));
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkStatus.class,
            names = {"PAYMENT_REQUIRED", "PROCESSING", "PARTIAL", "SUCCESS"})
    void engagedProviderIsGivenUpAtTheDeadlineOrADayAfterItsLastWord(WorkStatus said) {
        Story silent = Story.until(2 * DAY);
        silent.says(ANNA, 5, said);
        assertFalse(isAbandoned(silent, ANNA, 2 * DAY - 1));
        assertTrue(isAbandoned(silent, ANNA, 2 * DAY));

        Story recent = Story.until(HOUR);
        recent.says(ANNA, 5, said);
        assertFalse(isAbandoned(recent, ANNA, 5 + DAY - 1));
        assertTrue(isAbandoned(recent, ANNA, 5 + DAY));
    }

    @Test
    void withoutADeadlineAProviderIsGivenUpAfterAWeekOfItsOwnSilence() {
        Story story = Story.open();
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.says(BERT, 3 * DAY, WorkStatus.ERROR);

        assertFalse(isAbandoned(story, ANNA, 5 + WEEK - 1));
        assertTrue(isAbandoned(story, ANNA, 5 + WEEK));
        assertEquals(JobStatus.REQUESTED, story.status(5 + WEEK));
        assertTrue(story.job(5 + WEEK).isOpen());
    }

    @Test
    void whoDeliveredFailedWithdrewOrNeverSpokeIsNotGivenUp() {
        Story story = Story.of(OptionalLong.of(START + HOUR), CUSTOMER, BERT);
        story.delivers(ANNA, 1);
        story.says(Story.STRANGER, 1, WorkStatus.ERROR);
        story.retract(story.says(Story.WALLET, 1, WorkStatus.PROCESSING), 2);

        assertTrue(story.job(9 * DAY).offers().stream()
                .noneMatch(offer -> offer.flags().contains(Flag.ABANDONED)));
    }

    @Test
    void silentProviderThatWasVerifiablyPaidIsGivenUp() {
        Story story = Story.of(OptionalLong.of(START + HOUR), ANNA, BERT);
        story.pays(4, CUSTOMER, ANNA, 10, JOB, 1_000);
        story.pays(3, CUSTOMER, BERT, 10, JOB, 1_000);

        assertFalse(isAbandoned(story, ANNA, 10 + DAY - 1));
        assertTrue(isAbandoned(story, ANNA, 10 + DAY));
        assertFalse(isAbandoned(story, BERT, WEEK));
    }

    @Test
    void nobodyIsGivenUpOnceTheCustomerWantsNothingMore() {
        Story cancelled = Story.until(HOUR);
        cancelled.says(ANNA, 5, WorkStatus.PROCESSING);
        cancelled.cancel(10);
        Story completed = Story.until(HOUR);
        completed.says(ANNA, 5, WorkStatus.PROCESSING);
        completed.likes(CUSTOMER, 8, completed.delivers(BERT, 6));

        assertFalse(isAbandoned(cancelled, ANNA, WEEK));
        assertFalse(isAbandoned(completed, ANNA, WEEK));
    }

    @Test
    void whoWasGivenUpBeforeTheCustomerHadEnoughStaysSo() {
        Story story = Story.until(HOUR);
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.likes(CUSTOMER, 3 * DAY, story.delivers(BERT, 2 * DAY));

        assertTrue(isAbandoned(story, ANNA, WEEK));
    }

    @Test
    void refundedProviderIsNotGivenUp() {
        Story story = Story.until(HOUR);
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
        story.pays(4, ANNA, CUSTOMER, 3, quote, 1_000);

        assertTrue(story.offer(ANNA, WEEK).flags().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 200, 299})
    void silenceIsJudgedByTheEventsTimeAndNotByItsArrival(long delay) {
        Story imported = Story.until(HOUR);
        imported.says(ANNA, 5, WorkStatus.PROCESSING);
        Story live = Story.until(HOUR);
        Source source = new Source(live.next(), TestFacts.FEEDBACK, ANNA, START + 5, (START + 5 + delay) * 1_000);
        live.tell(
                new Fact.Feedback(source, WorkStatus.PROCESSING, "", Optional.empty(), Optional.empty(), false, false));

        for (long at : new long[] {5 + DAY - 1, 5 + DAY}) {
            assertEquals(isAbandoned(imported, ANNA, at), isAbandoned(live, ANNA, at));
        }
    }

    @Test
    void paidWorkIsMissedADayAfterThePayment() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 10, quote, 1_000);

        assertFalse(story.job(10 + DAY - 1).flags().contains(Job.Flag.PAID_NOT_DELIVERED));
        assertTrue(story.job(10 + DAY).flags().contains(Job.Flag.PAID_NOT_DELIVERED));
    }

    @Test
    void paidWorkIsMissedADayAfterTheDeadlineWhenThatIsLater() {
        Story story = Story.until(3 * DAY);
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 10, quote, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2 * DAY, quote, 1_000);

        assertFalse(story.offer(ANNA, 4 * DAY - 1).flags().contains(Flag.PAID_NOT_DELIVERED));
        assertTrue(story.offer(ANNA, 4 * DAY).flags().contains(Flag.PAID_NOT_DELIVERED));
    }

    @Test
    void claimedMoneyIsNeverMissed() {
        Story story = Story.open();
        story.pays(3, CUSTOMER, ANNA, 10, story.quotes(ANNA, 1, 1_000), 1_000);

        assertFalse(story.offer(ANNA, WEEK).flags().contains(Flag.PAID_NOT_DELIVERED));
    }

    @Test
    void deliveryOrRefundAnswersAPayment() {
        Story delivered = Story.open();
        delivered.pays(4, CUSTOMER, ANNA, 10, delivered.quotes(ANNA, 1, 1_000), 1_000);
        delivered.delivers(ANNA, 2 * DAY);
        Story refunded = Story.open();
        refunded.pays(4, CUSTOMER, ANNA, 10, refunded.quotes(ANNA, 1, 1_000), 1_000);
        refunded.pays(4, ANNA, CUSTOMER, 2 * DAY, JOB, 1_000);

        assertFalse(delivered.job(WEEK).flags().contains(Job.Flag.PAID_NOT_DELIVERED));
        assertFalse(refunded.job(WEEK).flags().contains(Job.Flag.PAID_NOT_DELIVERED));
    }

    @Test
    void nextChangeNamesEachPointInTurn() {
        Story story = Story.until(HOUR);
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.pays(4, CUSTOMER, ANNA, 10, JOB, 1_000);

        assertEquals(OptionalLong.of(HOUR), next(story, 20));
        assertEquals(OptionalLong.of(10 + DAY), next(story, HOUR));
        assertEquals(OptionalLong.of(HOUR + DAY), next(story, 10 + DAY));
        assertEquals(OptionalLong.empty(), next(story, HOUR + DAY));
    }

    @Test
    void nothingChangesAnyMoreWhenACompletedJobOwesNothing() {
        Story story = Story.until(HOUR);
        story.likes(CUSTOMER, 2, story.delivers(ANNA, 1));

        assertEquals(OptionalLong.empty(), next(story, 3));
    }

    @Test
    void deadlineAtTheEndOfNumbersNeverComes() {
        Story story = Story.of(OptionalLong.of(Long.MAX_VALUE));
        story.says(ANNA, 1, WorkStatus.PROCESSING);

        assertEquals(JobStatus.PROCESSING, story.status(Long.MAX_VALUE - START));
        assertEquals(OptionalLong.empty(), story.job(1).nextChange());
    }

    @Test
    void deadlineBeforeTheRequestHasPassedFromTheStart() {
        Story story = Story.of(OptionalLong.of(Long.MIN_VALUE));
        story.delivers(ANNA, 1);

        assertEquals(JobStatus.DELIVERED, story.status(2));
        assertEquals(Set.of(Job.Flag.LATE), story.job(2).flags());
        assertFalse(story.job(2).isOpen());
    }
}
