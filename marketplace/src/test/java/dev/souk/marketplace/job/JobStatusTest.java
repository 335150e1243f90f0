package dev.souk.marketplace.job;

import static dev.souk.marketplace.job.Story.ANNA;
import static dev.souk.marketplace.job.Story.BERT;
import static dev.souk.marketplace.job.Story.CUSTOMER;
import static dev.souk.marketplace.job.Story.DAY;
import static dev.souk.marketplace.job.Story.HOUR;
import static dev.souk.marketplace.job.Story.JOB;
import static dev.souk.marketplace.job.Story.START;
import static dev.souk.marketplace.job.Story.STRANGER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.Job.Flag;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of job states, the readings that decide doubtful cases, and when a job is open. */
class JobStatusTest {
    private static void assertProof(String rule, Bytes32 event, Job job) {
        assertEquals(new Proof(rule, Optional.of(event)), job.proof());
    }

    @Test
    void factsWithoutARequestAreOfAnUnknownJob() {
        Story story = Story.unknown();
        story.delivers(ANNA, 1);
        story.cancel(2);

        assertEquals(JobStatus.UNKNOWN_REQUEST, story.status(3));
        assertEquals(
                new Proof("request-unknown", Optional.empty()), story.job(3).proof());
        assertEquals(Offer.Status.DELIVERED, story.offer(ANNA, 3).status());
        assertTrue(story.offer(ANNA, 3).latencyMillis().isEmpty());
        assertFalse(story.job(3).isOpen());
    }

    @Test
    void requestForAnybodyIsRequested() {
        Story story = Story.open();

        assertEquals(JobStatus.REQUESTED, story.status(1));
        assertProof("requested-by-customer", JOB, story.job(1));
        assertTrue(story.job(1).isOpen());
    }

    @Test
    void requestForSomebodyIsTargeted() {
        Story story = Story.inviting(ANNA);

        assertEquals(JobStatus.TARGETED, story.status(1));
        assertProof("invited-by-customer", JOB, story.job(1));
        assertTrue(story.job(1).isOpen());
    }

    @Test
    void customerWhoInvitesItselfInvitesNobody() {
        Story story = Story.inviting(CUSTOMER);

        assertEquals(JobStatus.REQUESTED, story.status(1));
        assertTrue(story.job(1).offers().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "PAYMENT_REQUIRED, PAYMENT_REQUIRED, quote-by-provider",
        "PROCESSING, PROCESSING, processing-by-provider",
        "PARTIAL, PARTIAL, partial-by-provider",
        "SUCCESS, READY, ready-by-provider"
    })
    void feedbackMovesTheJob(WorkStatus said, JobStatus status, String rule) {
        Story story = Story.open();
        Bytes32 feedback = story.says(ANNA, 1, said);

        assertEquals(status, story.status(2));
        assertProof(rule, feedback, story.job(2));
        assertTrue(story.job(2).isOpen());
    }

    @Test
    void offerThatIsFurthestShows() {
        Story story = Story.open();
        story.says(STRANGER, 1, WorkStatus.PAYMENT_REQUIRED);
        assertEquals(JobStatus.PAYMENT_REQUIRED, story.status(9));
        story.says(ANNA, 2, WorkStatus.PROCESSING);
        assertEquals(JobStatus.PROCESSING, story.status(9));
        story.says(BERT, 3, WorkStatus.PARTIAL);
        assertEquals(JobStatus.PARTIAL, story.status(9));
        story.says(ANNA, 4, WorkStatus.SUCCESS);
        assertEquals(JobStatus.READY, story.status(9));
        Bytes32 result = story.delivers(BERT, 5);
        assertEquals(JobStatus.DELIVERED, story.status(9));
        assertProof("result-by-provider", result, story.job(9));
        assertTrue(story.job(9).isOpen());
    }

    @Test
    void acceptedDeliveryCompletesAndCloses() {
        Story story = Story.open();
        Bytes32 like = story.likes(CUSTOMER, 2, story.delivers(ANNA, 1));

        assertEquals(JobStatus.COMPLETED, story.status(3));
        assertProof("liked-by-customer", like, story.job(3));
        assertFalse(story.job(3).isOpen());
    }

    @Test
    void completedOutlivesCancellationDeadlineAndOtherDisputes() {
        Story story = Story.until(HOUR);
        story.likes(CUSTOMER, 2, story.delivers(ANNA, 1));
        story.dislikes(CUSTOMER, 3, story.delivers(BERT, 1));
        story.cancel(4);

        assertEquals(JobStatus.COMPLETED, story.status(DAY));
    }

    @Test
    void disputeShowsWhenNobodyElseIsAtWork() {
        Story story = Story.open();
        Bytes32 dislike = story.dislikes(CUSTOMER, 2, story.delivers(ANNA, 1));
        story.says(BERT, 1, WorkStatus.PAYMENT_REQUIRED);

        assertEquals(JobStatus.DISPUTED, story.status(3));
        assertProof("disliked-by-customer", dislike, story.job(3));
        assertTrue(story.job(3).isOpen());
    }

    @Test
    void workOfAnotherHidesADispute() {
        Story story = Story.until(HOUR);
        story.dislikes(CUSTOMER, 2, story.delivers(ANNA, 1));
        story.says(BERT, 1, WorkStatus.PROCESSING);

        assertEquals(JobStatus.PROCESSING, story.status(3));
        assertEquals(JobStatus.DISPUTED, story.status(HOUR));
        assertFalse(story.job(HOUR).isOpen());
    }

    @Test
    void deliveryOfAnotherHidesADispute() {
        Story story = Story.open();
        story.dislikes(CUSTOMER, 2, story.delivers(ANNA, 1));
        story.delivers(BERT, 3);

        assertEquals(JobStatus.DELIVERED, story.status(4));
    }

    @Test
    void cancellationByTheCustomerCloses() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.cancel(2);

        assertEquals(JobStatus.CANCELLED, story.status(3));
        assertEquals("cancelled-by-customer", story.job(3).proof().rule());
        assertFalse(story.job(3).isOpen());
        assertFalse(story.job(3).flags().contains(Flag.CANCELLED_AFTER_DELIVERY));
    }

    @Test
    void cancellationAfterADeliveryIsFlagged() {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        story.cancel(2);

        assertEquals(JobStatus.CANCELLED, story.status(3));
        assertEquals(Set.of(Flag.CANCELLED_AFTER_DELIVERY), story.job(3).flags());
    }

    @Test
    void deliveryAfterACancellationIsNot() {
        Story story = Story.open();
        story.cancel(1);
        story.delivers(ANNA, 2);

        assertEquals(JobStatus.CANCELLED, story.status(3));
        assertTrue(story.job(3).flags().isEmpty());
    }

    @Test
    void openJobStaysRequestedWhileItsDeadlineLastsWhateverProvidersFail() {
        Story story = Story.until(HOUR);
        story.says(ANNA, 1, WorkStatus.ERROR);
        story.retract(story.says(BERT, 1, WorkStatus.PROCESSING), 2);

        assertEquals(JobStatus.REQUESTED, story.status(HOUR - 1));
        assertTrue(story.job(HOUR - 1).isOpen());
        assertEquals(JobStatus.EXPIRED, story.status(HOUR));
        assertFalse(story.job(HOUR).isOpen());
    }

    @Test
    void jobFailsWhenAllWhoWereInvitedFailedOrWithdrew() {
        Story story = Story.inviting(ANNA, BERT);
        Bytes32 error = story.says(ANNA, 3, WorkStatus.ERROR);
        story.retract(story.says(BERT, 1, WorkStatus.PROCESSING), 2);

        assertEquals(JobStatus.FAILED, story.status(4));
        assertProof("all-invited-failed", error, story.job(4));
        assertFalse(story.job(4).isOpen());
    }

    @Test
    void jobIsTargetedWhileOneOfTheInvitedIsSilent() {
        Story story = Story.inviting(ANNA, BERT);
        story.says(ANNA, 1, WorkStatus.ERROR);

        assertEquals(JobStatus.TARGETED, story.status(2));
    }

    @Test
    void failureOfSomebodyUninvitedChangesNothing() {
        Story story = Story.inviting(ANNA);
        story.says(BERT, 1, WorkStatus.ERROR);

        assertEquals(JobStatus.TARGETED, story.status(2));
    }

    @Test
    void jobDoesNotFailWhileSomebodyElseWorks() {
        Story story = Story.inviting(ANNA);
        story.says(ANNA, 1, WorkStatus.ERROR);
        story.says(BERT, 2, WorkStatus.PROCESSING);

        assertEquals(JobStatus.PROCESSING, story.status(3));
        assertTrue(story.job(3).isOpen());
    }

    @Test
    void failedJobExpiresAtItsDeadline() {
        Story story = Story.of(OptionalLong.of(START + HOUR), ANNA);
        story.says(ANNA, 1, WorkStatus.ERROR);

        assertEquals(JobStatus.FAILED, story.status(HOUR - 1));
        assertEquals(JobStatus.EXPIRED, story.status(HOUR));
    }

    @Test
    void errorResultOfAnInvitedProviderFailsTheJob() {
        Story story = Story.inviting(ANNA);
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.delivers(ANNA, 2, WorkStatus.ERROR);

        assertEquals(JobStatus.FAILED, story.status(3));
    }

    @Test
    void refundAfterDeliveryLeavesTheJobDeliveredAndFlagged() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.pays(4, CUSTOMER, ANNA, 2, result, 1_000);
        story.pays(4, ANNA, CUSTOMER, 3, result, 1_000);

        assertEquals(JobStatus.DELIVERED, story.status(4));
        assertProof("result-by-provider", result, story.job(4));
        assertEquals(Set.of(Flag.REFUNDED), story.job(4).flags());
        assertEquals(Set.of(Offer.Flag.REFUNDED), story.offer(ANNA, 4).flags());
        assertEquals("refund-by-provider", story.offer(ANNA, 4).proof().rule());
    }

    @Test
    void deliveryOfAnotherTakesTheRefundedFlagAway() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.pays(4, CUSTOMER, ANNA, 2, result, 1_000);
        story.pays(4, ANNA, CUSTOMER, 3, result, 1_000);
        story.delivers(BERT, 4);

        assertFalse(story.job(5).flags().contains(Flag.REFUNDED));
    }

    @Test
    void refundBeforeDeliveryIsAsGoodAsAWithdrawal() {
        Story open = Story.open();
        Story invited = Story.inviting(ANNA);
        for (Story story : new Story[] {open, invited}) {
            Bytes32 quote = story.quotes(ANNA, 1, 1_000);
            story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
            story.pays(4, ANNA, CUSTOMER, 3, quote, 1_000);
        }

        assertEquals(JobStatus.REQUESTED, open.status(4));
        assertEquals(JobStatus.FAILED, invited.status(4));
    }

    @Test
    void resultOfTheCustomerItselfDeliversAndNoMore() {
        Story story = Story.open();
        Bytes32 result = story.delivers(CUSTOMER, 1);
        story.likes(CUSTOMER, 2, result);
        story.remarks(3, WorkStatus.SUCCESS, Optional.of(CUSTOMER));
        story.pays(4, STRANGER, CUSTOMER, 4, result, 1_000);

        assertEquals(JobStatus.DELIVERED, story.status(5));
        assertEquals(Set.of(Flag.SELF_DEALING), story.job(5).flags());
        assertEquals(Set.of(Offer.Flag.SELF_DEALING), story.offer(CUSTOMER, 5).flags());
    }

    @Test
    void feedbackOfTheCustomerMakesNoOffer() {
        Story story = Story.open();
        story.remarks(1, WorkStatus.PROCESSING, Optional.empty());

        assertEquals(JobStatus.REQUESTED, story.status(2));
        assertTrue(story.job(2).offers().isEmpty());
    }

    @Test
    void unreadableFeedbackLeavesTheJobRequested() {
        Story story = Story.open();
        Bytes32 id = story.tell(new Fact.Feedback(
                TestFacts.source(story.next(), TestFacts.FEEDBACK, ANNA, START + 1),
                WorkStatus.NONE,
                "",
                Optional.empty(),
                Optional.empty(),
                true,
                false));

        assertEquals(JobStatus.REQUESTED, story.status(2));
        assertEquals(Offer.Status.NONE, story.offer(ANNA, 2).status());
        assertEquals(
                new Proof("unclear-by-provider", Optional.of(id)),
                story.offer(ANNA, 2).proof());
        assertEquals(Set.of(Flag.ENCRYPTED), story.job(2).flags());
    }

    @Test
    void lateResultTurnsExpiredIntoDelivered() {
        Story story = Story.until(HOUR);
        assertEquals(JobStatus.EXPIRED, story.status(2 * HOUR));
        assertEquals(
                new Proof("deadline-passed", Optional.empty()),
                story.job(2 * HOUR).proof());

        story.delivers(ANNA, HOUR + 5);
        assertEquals(JobStatus.DELIVERED, story.status(2 * HOUR));
        assertEquals(Set.of(Flag.LATE), story.job(2 * HOUR).flags());
        assertFalse(story.job(2 * HOUR).isOpen());
    }

    @Test
    void jobThatOneDeliveredInTimeIsNotLate() {
        Story story = Story.until(HOUR);
        story.delivers(ANNA, 5);
        story.delivers(BERT, HOUR + 5);

        assertTrue(story.job(DAY).flags().isEmpty());
        assertEquals(Set.of(Offer.Flag.LATE), story.offer(BERT, DAY).flags());
    }

    @Test
    void recoveredRequestIsFlagged() {
        var seen = TestFacts.request(JOB, CUSTOMER, START, OptionalLong.empty(), java.util.List.of());
        Story story = Story.of(RandomStory.recovered(seen));

        assertEquals(JobStatus.REQUESTED, story.status(1));
        assertProof("request-recovered", JOB, story.job(1));
        assertEquals(Set.of(Flag.RECOVERED), story.job(1).flags());
    }
}
