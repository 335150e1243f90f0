package dev.souk.marketplace.job;

import static dev.souk.marketplace.job.Story.ANNA;
import static dev.souk.marketplace.job.Story.BERT;
import static dev.souk.marketplace.job.Story.CUSTOMER;
import static dev.souk.marketplace.job.Story.JOB;
import static dev.souk.marketplace.job.Story.START;
import static dev.souk.marketplace.job.Story.STRANGER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.Offer.Verdict;
import dev.souk.protocol.Bytes32;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictAxisTest {
    private static void assertProof(String rule, Bytes32 event, Offer offer) {
        assertEquals(new Proof(rule, Optional.of(event)), offer.proof());
    }

    @Test
    void customersLikeAccepts() {
        Story story = Story.open();
        Bytes32 like = story.likes(CUSTOMER, 2, story.delivers(ANNA, 1));

        assertEquals(Offer.Status.COMPLETED, story.offer(ANNA, 3).status());
        assertProof("liked-by-customer", like, story.offer(ANNA, 3));
    }

    @Test
    void customersDislikeDisputes() {
        Story story = Story.open();
        Bytes32 dislike = story.dislikes(CUSTOMER, 2, story.delivers(ANNA, 1));

        assertEquals(Offer.Status.DISPUTED, story.offer(ANNA, 3).status());
        assertProof("disliked-by-customer", dislike, story.offer(ANNA, 3));
    }

    @Test
    void strangersOpinionIsCountedAndDecidesNothing() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.dislikes(STRANGER, 2, result);
        story.likes(STRANGER, 3, result);
        story.likes(ANNA, 3, result);

        assertEquals(Verdict.NONE, story.offer(ANNA, 4).verdict());
        assertEquals(1, story.job(4).reactions());
    }

    @Test
    void newerOpinionClearsTheOlder() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.likes(CUSTOMER, 5, result);
        story.dislikes(CUSTOMER, 3, result);
        assertEquals(Verdict.ACCEPTED, story.offer(ANNA, 9).verdict());

        story.dislikes(CUSTOMER, 6, result);
        assertEquals(Verdict.DISPUTED, story.offer(ANNA, 9).verdict());
    }

    @Test
    void lowestIdDecidesWithinOneSecond() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.dislikes(CUSTOMER, 5, result);
        story.likes(CUSTOMER, 5, result);

        assertEquals(Verdict.DISPUTED, story.offer(ANNA, 9).verdict());
    }

    @Test
    void opinionThatWasTakenBackLeavesTheOneBefore() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.likes(CUSTOMER, 2, result);
        story.retract(story.dislikes(CUSTOMER, 3, result), 4);

        assertEquals(Verdict.ACCEPTED, story.offer(ANNA, 9).verdict());
    }

    @Test
    void emojiSaysNothing() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.tell(TestFacts.reaction(story.next(), CUSTOMER, START + 2, result, Fact.Sentiment.NEITHER));

        assertEquals(Verdict.NONE, story.offer(ANNA, 3).verdict());
    }

    @Test
    void reactionToAFeedbackIsNoVerdict() {
        Story story = Story.open();
        story.likes(CUSTOMER, 2, story.says(ANNA, 1, WorkStatus.PROCESSING));
        story.delivers(ANNA, 3);

        assertEquals(Verdict.NONE, story.offer(ANNA, 4).verdict());
    }

    @Test
    void disputeOutlivesTheResultThatWasTakenBack() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.dislikes(CUSTOMER, 2, result);
        story.retract(result, 3);

        assertEquals(Offer.Status.DISPUTED, story.offer(ANNA, 4).status());
        assertEquals(Offer.Work.WITHDRAWN, story.offer(ANNA, 4).work());
    }

    @Test
    void reviewsOfTheJobJudgeTheProviderTheyName() {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        story.delivers(BERT, 1);
        Bytes32 good = story.reviews(CUSTOMER, 2, ANNA, Fact.Sentiment.ACCEPT);
        Bytes32 bad = story.reviews(CUSTOMER, 2, BERT, Fact.Sentiment.REJECT);

        assertProof("good-review-by-customer", good, story.offer(ANNA, 3));
        assertProof("bad-review-by-customer", bad, story.offer(BERT, 3));
    }

    @Test
    void customersSuccessFeedbackAccepts() {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        Bytes32 remark = story.remarks(2, WorkStatus.SUCCESS, Optional.of(ANNA));

        assertProof("accepted-by-customer", remark, story.offer(ANNA, 3));
        assertEquals(1, story.job(3).offers().size());
    }

    @Test
    void customersErrorFeedbackRejects() {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        Bytes32 remark = story.remarks(2, WorkStatus.ERROR, Optional.of(ANNA));

        assertProof("rejected-by-customer", remark, story.offer(ANNA, 3));
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkStatus.class,
            names = {"SUCCESS", "ERROR"},
            mode = EnumSource.Mode.EXCLUDE)
    void otherWordsOfTheCustomerSayNothing(WorkStatus status) {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        story.remarks(2, status, Optional.of(ANNA));

        assertEquals(Verdict.NONE, story.offer(ANNA, 3).verdict());
    }

    @Test
    void remarkThatNamesNobodyIsAboutTheOnlyOneWhoDelivered() {
        Story story = Story.open();
        story.says(BERT, 1, WorkStatus.PROCESSING);
        story.delivers(ANNA, 1);
        story.remarks(2, WorkStatus.SUCCESS, Optional.empty());
        assertEquals(Verdict.ACCEPTED, story.offer(ANNA, 3).verdict());

        story.delivers(BERT, 4);
        assertEquals(Verdict.NONE, story.offer(ANNA, 5).verdict());
        assertEquals(Verdict.NONE, story.offer(BERT, 5).verdict());
    }

    @Test
    void opinionOfSomebodyWhoSaidNothingIsNoVerdict() {
        Story story = Story.inviting(ANNA);
        story.remarks(2, WorkStatus.ERROR, Optional.of(ANNA));
        story.remarks(2, WorkStatus.ERROR, Optional.of(STRANGER));

        assertEquals(Verdict.NONE, story.offer(ANNA, 3).verdict());
        assertEquals(1, story.job(3).offers().size());
    }

    /** What a provider says that hands nothing over. */
    private static final Set<WorkStatus> NOTHING_HANDED_OVER =
            EnumSet.of(WorkStatus.PAYMENT_REQUIRED, WorkStatus.PROCESSING, WorkStatus.PARTIAL, WorkStatus.ERROR);

    @Test
    void opinionOfSomebodyWhoHandedNothingOverIsNoVerdict() {
        for (WorkStatus status : NOTHING_HANDED_OVER) {
            Story story = Story.open();
            story.asks(ANNA, 1, status, 5_000);
            story.delivers(BERT, 1, status);
            for (Bytes32 provider : List.of(ANNA, BERT)) {
                Offer.Status before = story.offer(provider, 2).status();
                story.remarks(2, WorkStatus.ERROR, Optional.of(provider));
                story.reviews(CUSTOMER, 2, provider, Fact.Sentiment.REJECT);

                assertEquals(Verdict.NONE, story.offer(provider, 3).verdict());
                assertEquals(before, story.offer(provider, 3).status());
            }
        }
    }

    @Test
    void opinionOfSomebodyWhoHandedNothingOverWaitsForTheResult() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 5_000);
        story.remarks(2, WorkStatus.ERROR, Optional.of(ANNA));
        assertEquals(JobStatus.PAYMENT_REQUIRED, story.status(3));

        story.delivers(ANNA, 4);
        assertEquals(JobStatus.DISPUTED, story.status(5));
    }

    @Test
    void reactionToAResultThatHandsNothingOverIsNoVerdict() {
        for (WorkStatus status : NOTHING_HANDED_OVER) {
            Story liked = Story.open();
            liked.likes(CUSTOMER, 2, liked.delivers(ANNA, 1, status));
            liked.delivers(ANNA, 3);
            assertEquals(Verdict.NONE, liked.offer(ANNA, 4).verdict(), status.wire());

            Story disliked = Story.open();
            disliked.dislikes(CUSTOMER, 2, disliked.delivers(ANNA, 1, status));
            assertEquals(Verdict.NONE, disliked.offer(ANNA, 3).verdict(), status.wire());
            disliked.delivers(ANNA, 3);
            assertEquals(Offer.Status.DELIVERED, disliked.offer(ANNA, 4).status(), status.wire());
        }
    }

    @Test
    void customersZapOfAResultThatHandsNothingOverIsMoneyOnly() {
        for (WorkStatus status : NOTHING_HANDED_OVER) {
            Story story = Story.open();
            Bytes32 demand = story.delivers(ANNA, 1, status);
            story.pays(1, CUSTOMER, ANNA, 2, demand, 1_000);
            story.delivers(ANNA, 3);

            assertEquals(Offer.Status.DELIVERED, story.offer(ANNA, 4).status(), status.wire());
            assertEquals(1_000, story.offer(ANNA, 4).claimedMsat(), status.wire());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void customersZapOfAResultAcceptsFromLevelOneOn(int level) {
        Story story = Story.open();
        story.quotes(ANNA, 1, 5_000);
        Bytes32 result = story.delivers(ANNA, 2);
        Bytes32 zap = story.pays(level, CUSTOMER, ANNA, 3, result, 1_000);

        assertProof("zap-by-customer", zap, story.offer(ANNA, 4));
        assertEquals(level < 4 ? 1_000 : 0, story.offer(ANNA, 4).claimedMsat());
    }

    @Test
    void customersZapOfTheJobAcceptsOnceTheResultExists() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.pays(1, CUSTOMER, ANNA, 2, JOB, 1_000);
        assertEquals(Verdict.NONE, story.offer(ANNA, 3).verdict());

        Bytes32 result = story.delivers(ANNA, 4);
        assertEquals(Offer.Status.COMPLETED, story.offer(ANNA, 5).status());

        story.retract(result, 6);
        assertEquals(Verdict.NONE, story.offer(ANNA, 7).verdict());
    }

    @Test
    void anotherReceiptOfAnOldZapRequestSaysNothingNew() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        Bytes32 request = story.next();
        story.wraps(request, 2, CUSTOMER, ANNA, 3, result);
        assertEquals(Verdict.ACCEPTED, story.offer(ANNA, 4).verdict());
        Bytes32 dislike = story.dislikes(CUSTOMER, 5, result);
        story.wraps(request, 2, CUSTOMER, ANNA, 7, result);

        assertEquals(Verdict.DISPUTED, story.offer(ANNA, 8).verdict());
        assertProof("disliked-by-customer", dislike, story.offer(ANNA, 8));

        story.wraps(story.next(), 9, CUSTOMER, ANNA, 10, result);
        assertEquals(Verdict.ACCEPTED, story.offer(ANNA, 11).verdict());
    }

    @Test
    void customersZapOfAFeedbackIsMoneyOnly() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(1, CUSTOMER, ANNA, 2, quote, 1_000);
        story.delivers(ANNA, 3);

        assertEquals(Verdict.NONE, story.offer(ANNA, 4).verdict());
        assertEquals(Offer.Status.DELIVERED, story.offer(ANNA, 4).status());
    }

    @Test
    void strangersZapOfAResultIsMoneyOnly() {
        Story story = Story.open();
        story.pays(3, STRANGER, ANNA, 2, story.delivers(ANNA, 1), 1_000);

        assertEquals(Verdict.NONE, story.offer(ANNA, 3).verdict());
        assertEquals(List.of(STRANGER), story.offer(ANNA, 3).payers());
    }

    @Test
    void customersNutzapAccepts() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        PaymentProof proof = new PaymentProof(1, 1_000, Optional.empty(), CUSTOMER, List.of(), true);
        Bytes32 nutzap = story.tell(new Fact.Payment(
                TestFacts.source(story.next(), 9_321, CUSTOMER, START + 2), result, CUSTOMER, ANNA, proof));

        assertProof("nutzap-by-customer", nutzap, story.offer(ANNA, 3));
    }

    @Test
    void verifiedPriceCompletesWithoutAWord() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        Bytes32 zap = story.pays(4, STRANGER, ANNA, 3, story.delivers(ANNA, 2), 1_000);

        assertEquals(Offer.Status.COMPLETED, story.offer(ANNA, 4).status());
        assertProof("payment-verified", zap, story.offer(ANNA, 4));
    }

    @Test
    void disputeBeatsAVerifiedPayment() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 2);
        story.pays(4, CUSTOMER, ANNA, 3, result, 1_000);
        story.dislikes(CUSTOMER, 4, result);

        assertEquals(Offer.Status.DISPUTED, story.offer(ANNA, 5).status());
    }

    @Test
    void quoteThatIsPaidWaitsForItsProvider() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);

        assertEquals(Offer.Status.PAID, story.offer(ANNA, 3).status());
        assertEquals(JobStatus.PROCESSING, story.status(3));
    }
}
