package dev.souk.marketplace.job;

import static dev.souk.marketplace.job.Story.ANNA;
import static dev.souk.marketplace.job.Story.BERT;
import static dev.souk.marketplace.job.Story.DAY;
import static dev.souk.marketplace.job.Story.HOUR;
import static dev.souk.marketplace.job.Story.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.Offer.Flag;
import dev.souk.marketplace.job.Offer.Work;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WorkAxisTest {
    @ParameterizedTest
    @CsvSource({
        "PAYMENT_REQUIRED, QUOTED",
        "PROCESSING, PROCESSING",
        "PARTIAL, PARTIAL",
        "SUCCESS, READY",
        "ERROR, ERROR",
        "OTHER, NONE",
        "NONE, NONE"
    })
    void feedbackSaysHowFarTheWorkIs(WorkStatus said, Work work) {
        Story story = Story.open();
        story.says(ANNA, 1, said);

        assertEquals(work, story.offer(ANNA, 2).work());
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, DELIVERED",
        "NONE, DELIVERED",
        "OTHER, DELIVERED",
        "PARTIAL, PARTIAL",
        "ERROR, ERROR",
        "PAYMENT_REQUIRED, QUOTED",
        "PROCESSING, PROCESSING"
    })
    void resultIsADeliveryUnlessItSaysOtherwise(WorkStatus said, Work work) {
        Story story = Story.open();
        story.delivers(ANNA, 1, said);

        assertEquals(work, story.offer(ANNA, 2).work());
    }

    @Test
    void newestFeedbackCounts() {
        Story story = Story.open();
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.says(ANNA, 3, WorkStatus.ERROR);

        assertEquals(Work.PROCESSING, story.offer(ANNA, 9).work());
    }

    @Test
    void lowestIdCountsAmongFeedbackOfOneSecond() {
        Story story = Story.open();
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.says(ANNA, 5, WorkStatus.ERROR);

        assertEquals(Work.PROCESSING, story.offer(ANNA, 9).work());
    }

    @Test
    void timeTooFarAheadOfArrivalCountsAsArrival() {
        Story story = Story.open();
        Source ahead = new Source(story.next(), TestFacts.FEEDBACK, ANNA, START + 5_000, (START + 10) * 1_000);
        story.tell(
                new Fact.Feedback(ahead, WorkStatus.ERROR, "error", Optional.empty(), Optional.empty(), false, false));
        story.says(ANNA, 11, WorkStatus.PROCESSING);

        assertEquals(Work.PROCESSING, story.offer(ANNA, 20).work());
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkStatus.class,
            names = {"OTHER", "NONE"})
    void amountWithoutAKnownWordIsAQuote(WorkStatus unknown) {
        Story story = Story.open();
        story.asks(ANNA, 1, unknown, 1_000);

        assertEquals(Work.QUOTED, story.offer(ANNA, 2).work());
    }

    @Test
    void amountOnProcessingStaysProcessing() {
        Story story = Story.open();
        story.asks(ANNA, 1, WorkStatus.PROCESSING, 1_000);

        assertEquals(Work.PROCESSING, story.offer(ANNA, 2).work());
        assertEquals(1_000, story.offer(ANNA, 2).askedMsat().orElseThrow());
    }

    @Test
    void unknownWordDoesNotUndoWhatWasSaid() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.says(ANNA, 2, WorkStatus.OTHER);

        assertEquals(Work.PROCESSING, story.offer(ANNA, 3).work());
    }

    @Test
    void deliveryOutlivesALaterError() {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        story.says(ANNA, 2, WorkStatus.ERROR);

        assertEquals(Work.DELIVERED, story.offer(ANNA, 3).work());
        assertTrue(story.offer(ANNA, 3).flags().contains(Flag.ERROR_AFTER_DELIVERY));
    }

    @Test
    void deliveryAfterAnErrorIsNoErrorAfterDelivery() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.ERROR);
        story.delivers(ANNA, 2);

        assertEquals(Work.DELIVERED, story.offer(ANNA, 3).work());
        assertFalse(story.offer(ANNA, 3).flags().contains(Flag.ERROR_AFTER_DELIVERY));
    }

    @Test
    void errorResultNewerThanTheFeedbackIsAnError() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.delivers(ANNA, 2, WorkStatus.ERROR);

        assertEquals(Work.ERROR, story.offer(ANNA, 3).work());
    }

    @Test
    void feedbackNewerThanAnErrorResultCounts() {
        Story story = Story.open();
        story.delivers(ANNA, 1, WorkStatus.ERROR);
        story.says(ANNA, 2, WorkStatus.PROCESSING);

        assertEquals(Work.PROCESSING, story.offer(ANNA, 3).work());
    }

    @Test
    void successAfterAPartIsStillAPart() {
        Story story = Story.open();
        Bytes32 part = story.delivers(ANNA, 1, WorkStatus.PARTIAL);
        story.says(ANNA, 2, WorkStatus.SUCCESS);

        assertEquals(Work.PARTIAL, story.offer(ANNA, 3).work());
        assertEquals(Optional.of(part), story.offer(ANNA, 3).proof().event());
    }

    @Test
    void resultThatWasTakenBackDeliversNothing() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.retract(story.delivers(ANNA, 2), 3);

        assertEquals(Work.PROCESSING, story.offer(ANNA, 4).work());
        assertTrue(story.offer(ANNA, 4).firstResult().isPresent());
    }

    @Test
    void providerWhoTookEverythingBackWithdrew() {
        Story story = Story.inviting(ANNA);
        story.retract(story.says(ANNA, 1, WorkStatus.PROCESSING), 3);
        story.retract(story.delivers(ANNA, 2), 3);

        assertEquals(Work.WITHDRAWN, story.offer(ANNA, 4).work());
        assertEquals(Offer.Status.WITHDRAWN, story.offer(ANNA, 4).status());
        assertTrue(story.offer(ANNA, 4).latest().isEmpty());
    }

    @Test
    void silentInvitedProviderIsTargeted() {
        Story story = Story.inviting(ANNA);
        story.says(BERT, 1, WorkStatus.PROCESSING);

        assertEquals(Work.TARGETED, story.offer(ANNA, 2).work());
    }

    @Test
    void silentProviderWithoutInvitationHasNoOffer() {
        Story story = Story.open();
        story.pays(4, Story.CUSTOMER, ANNA, 1, Story.JOB, 1_000);

        assertTrue(story.job(2).offers().isEmpty());
    }

    @Test
    void lateIsWhatComesFromTheDeadlineOn() {
        Story onTime = Story.until(HOUR);
        onTime.delivers(ANNA, HOUR - 1);
        Story late = Story.until(HOUR);
        late.delivers(ANNA, HOUR);

        assertFalse(onTime.offer(ANNA, DAY).flags().contains(Flag.LATE));
        assertTrue(late.offer(ANNA, DAY).flags().contains(Flag.LATE));
    }

    @Test
    void firstDeliveryDecidesWhetherItIsLate() {
        Story story = Story.until(HOUR);
        story.delivers(ANNA, 5);
        story.delivers(ANNA, HOUR + 5);

        assertFalse(story.offer(ANNA, DAY).flags().contains(Flag.LATE));
    }

    @Test
    void latestLeadsToTheNewestDelivery() {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        Bytes32 second = story.delivers(ANNA, 2);
        story.says(ANNA, 3, WorkStatus.ERROR);

        assertEquals(Optional.of(second), story.offer(ANNA, 4).latest());
    }

    @Test
    void latencyIsFromTheRequestToTheFirstResultThatIsOne() {
        Story story = Story.open();
        story.says(ANNA, 2, WorkStatus.PROCESSING);
        story.delivers(ANNA, 5, WorkStatus.PARTIAL);
        story.delivers(ANNA, 8);
        story.delivers(ANNA, 9);

        assertEquals(2_000, story.offer(ANNA, 10).offerMillis().orElseThrow());
        assertEquals(8_000, story.offer(ANNA, 10).latencyMillis().orElseThrow());
    }

    @Test
    void offersStandInTheOrderOfTheirFirstWordAndSilentOnesLast() {
        Story story = Story.inviting(ANNA, Story.STRANGER);
        story.says(BERT, 1, WorkStatus.PROCESSING);
        story.says(ANNA, 2, WorkStatus.PROCESSING);

        assertEquals(
                java.util.List.of(BERT, ANNA, Story.STRANGER),
                story.job(3).offers().stream().map(Offer::provider).toList());
    }
}
