package dev.souk.marketplace.job;

import static dev.souk.marketplace.job.Story.ANNA;
import static dev.souk.marketplace.job.Story.BERT;
import static dev.souk.marketplace.job.Story.CUSTOMER;
import static dev.souk.marketplace.job.Story.DAY;
import static dev.souk.marketplace.job.Story.HOUR;
import static dev.souk.marketplace.job.Story.JOB;
import static dev.souk.marketplace.job.Story.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {
    /** Status and second of each change. */
    private static List<String> told(Story story, long at) {
        return story.history(at).stream()
                .map(change -> change.to().wire() + "@" + (change.at() - START))
                .toList();
    }

    @Test
    void tellsEachChangeWithItsProof() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 5, 1_000);
        Bytes32 result = story.delivers(ANNA, 9);
        Bytes32 zap = story.pays(1, CUSTOMER, ANNA, 12, result, 1_000);

        assertEquals(
                List.of(
                        new Transition(
                                START, Optional.empty(), JobStatus.REQUESTED, Rule.REQUESTED_BY_CUSTOMER.by(JOB)),
                        new Transition(
                                START + 5,
                                Optional.of(JobStatus.REQUESTED),
                                JobStatus.PAYMENT_REQUIRED,
                                Rule.QUOTE_BY_PROVIDER.by(quote)),
                        new Transition(
                                START + 9,
                                Optional.of(JobStatus.PAYMENT_REQUIRED),
                                JobStatus.DELIVERED,
                                Rule.RESULT_BY_PROVIDER.by(result)),
                        new Transition(
                                START + 12,
                                Optional.of(JobStatus.DELIVERED),
                                JobStatus.COMPLETED,
                                Rule.ZAP_BY_CUSTOMER.by(zap))),
                story.history(20));
    }

    @Test
    void whatWasTakenBackHadItsTime() {
        Story story = Story.open();
        story.retract(story.delivers(ANNA, 5), 8);

        assertEquals(List.of("requested@0", "delivered@5", "requested@8"), told(story, 20));
    }

    @Test
    void whatWasTakenBackBeforeItsTimeNeverHappened() {
        Story story = Story.open();
        story.retract(story.delivers(ANNA, 5), 3);

        assertEquals(List.of("requested@0"), told(story, 20));
    }

    @Test
    void clockHasItsOwnChanges() {
        Story story = Story.until(HOUR);
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.delivers(ANNA, 2 * HOUR);
        story.cancel(3 * HOUR);

        assertEquals(
                List.of("requested@0", "processing@5", "expired@3600", "delivered@7200", "cancelled@10800"),
                told(story, DAY));
    }

    @Test
    void equalNeighboursAreOneChange() {
        Story story = Story.open();
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.says(BERT, 6, WorkStatus.PROCESSING);

        assertEquals(List.of("requested@0", "processing@5"), told(story, 20));
    }

    @Test
    void nothingHappensBeforeTheRequestOrAfterNow() {
        Story story = Story.open();
        story.says(ANNA, -500, WorkStatus.PROCESSING);
        story.delivers(ANNA, 600);

        assertEquals(List.of("processing@0", "delivered@100"), told(story, 100));
        assertEquals(List.of("delivered@-9"), told(story, -9));
    }

    @Test
    void unknownRequestHasOneStatus() {
        Story story = Story.unknown();
        story.says(ANNA, 5, WorkStatus.PROCESSING);
        story.delivers(ANNA, 9);

        assertEquals(List.of("unknown_request@5"), told(story, 20));
        assertEquals(List.of(), Story.unknown().history(20));
    }

    @Test
    void middleOfALongStoryIsToldAsOneChange() {
        Story story = Story.open();
        for (int voice = 0; voice < 100; voice++) {
            Bytes32 provider = TestFacts.person(100 + voice);
            for (int word = 0; word < 4; word++) {
                long at = voice * 100L + word * 10L + 1;
                Bytes32 said = story.says(provider, at, WorkStatus.PROCESSING);
                story.retract(said, at + 5);
            }
        }
        Bytes32 result = story.delivers(BERT, 20_000);

        List<Transition> history = story.history(20_001);
        assertTrue(history.size() <= History.MAX_MOMENTS + History.MAX_CLOCK_MOMENTS, () -> "" + history.size());
        assertEquals(
                Rule.RESULT_BY_PROVIDER.by(result),
                history.get(history.size() - 1).proof());
        assertEquals("requested@0", told(story, 20_001).get(0));
        assertEquals("processing@1", told(story, 20_001).get(1));
    }
}
