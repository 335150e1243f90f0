package dev.souk.marketplace.job;

import static dev.souk.marketplace.job.Story.ANNA;
import static dev.souk.marketplace.job.Story.BERT;
import static dev.souk.marketplace.job.Story.CUSTOMER;
import static dev.souk.marketplace.job.Story.JOB;
import static dev.souk.marketplace.job.Story.STRANGER;
import static dev.souk.marketplace.job.Story.WALLET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.Offer.Flag;
import dev.souk.marketplace.job.Offer.Money;
import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyAxisTest {
    private static PaymentProof proof(int level, long msat, Bytes32 hash) {
        return new PaymentProof(level, msat, Optional.of(hash), WALLET, List.of(), true);
    }

    @Test
    void nothingAskedAndNothingPaidIsNone() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);

        assertEquals(Money.NONE, story.offer(ANNA, 2).money());
    }

    @Test
    void lastPriceThatStandsIsAsked() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 5_000);
        story.quotes(ANNA, 2, 4_000);
        story.retract(story.quotes(ANNA, 3, 9_000), 4);

        assertEquals(4_000, story.offer(ANNA, 5).askedMsat().orElseThrow());
        assertEquals(Money.ASKED, story.offer(ANNA, 5).money());
    }

    @Test
    void priceOfZeroAsksForNothing() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 0);

        assertEquals(Money.NONE, story.offer(ANNA, 2).money());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void receiptsBelowLevelFourAreClaims(int level) {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        story.pays(level, CUSTOMER, ANNA, 2, JOB, 1_000);

        assertEquals(Money.CLAIMED, story.offer(ANNA, 3).money());
        assertEquals(1_000, story.offer(ANNA, 3).claimedMsat());
        assertEquals(0, story.offer(ANNA, 3).verifiedMsat());
    }

    @Test
    void receiptOfLevelZeroNeverCounts() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.pays(0, CUSTOMER, ANNA, 2, result, 1_000);

        assertEquals(Money.NONE, story.offer(ANNA, 3).money());
        assertEquals(Offer.Verdict.NONE, story.offer(ANNA, 3).verdict());
    }

    @Test
    void levelFourIsVerifiedWhenItReachesThePrice() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        story.pays(4, STRANGER, ANNA, 2, JOB, 600);
        assertEquals(Money.PART_VERIFIED, story.offer(ANNA, 3).money());

        story.pays(4, CUSTOMER, ANNA, 2, JOB, 400);
        assertEquals(Money.VERIFIED, story.offer(ANNA, 3).money());
        assertEquals(List.of(STRANGER, CUSTOMER), story.offer(ANNA, 3).payers());
    }

    @Test
    void anyVerifiedMoneyWillDoWhenNothingIsAsked() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.pays(4, CUSTOMER, ANNA, 2, JOB, 1);

        assertEquals(Money.VERIFIED, story.offer(ANNA, 3).money());
    }

    @Test
    void claimedAndVerifiedMoneyAreNeverAddedUp() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, JOB, 600);
        story.pays(3, CUSTOMER, ANNA, 2, JOB, 600);

        assertEquals(Money.PART_VERIFIED, story.offer(ANNA, 3).money());
        assertEquals(600, story.offer(ANNA, 3).verifiedMsat());
        assertEquals(600, story.offer(ANNA, 3).claimedMsat());
    }

    @Test
    void oneInvoiceCountsOnceAtItsBestLevel() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        Bytes32 hash = TestFacts.event(99);
        story.pays(CUSTOMER, ANNA, 2, JOB, proof(1, 1_000, hash));
        story.pays(CUSTOMER, ANNA, 3, JOB, proof(4, 1_000, hash));
        story.pays(STRANGER, ANNA, 4, JOB, proof(2, 1_000, hash));

        assertEquals(0, story.offer(ANNA, 5).claimedMsat());
        assertEquals(1_000, story.offer(ANNA, 5).verifiedMsat());
        assertEquals(List.of(CUSTOMER), story.offer(ANNA, 5).payers());
    }

    @Test
    void paymentsWithoutAHashAreToldApartById() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        PaymentProof nutzap = new PaymentProof(4, 10, Optional.empty(), CUSTOMER, List.of(), true);
        story.pays(CUSTOMER, ANNA, 2, JOB, nutzap);
        story.pays(CUSTOMER, ANNA, 2, JOB, nutzap);

        assertEquals(20, story.offer(ANNA, 3).verifiedMsat());
    }

    @Test
    void receiptThatIsNotCountedIsNoMoneyButStillAccepts() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.pays(
                CUSTOMER, ANNA, 2, result, proof(4, 1_000, TestFacts.event(99)).counted(false));

        assertEquals(Money.NONE, story.offer(ANNA, 3).money());
        assertEquals(Offer.Verdict.ACCEPTED, story.offer(ANNA, 3).verdict());
    }

    @Test
    void zapToOneselfNeverCounts() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.pays(4, ANNA, ANNA, 2, result, 1_000);

        assertEquals(Money.NONE, story.offer(ANNA, 3).money());
        assertTrue(story.offer(ANNA, 3).payers().isEmpty());
    }

    @Test
    void paymentForTheJobCountsForWhoeverHasAnOfferOrAnInvitation() {
        Story story = Story.inviting(BERT);
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.pays(4, CUSTOMER, ANNA, 2, JOB, 10);
        story.pays(4, CUSTOMER, BERT, 2, JOB, 20);
        story.pays(4, CUSTOMER, STRANGER, 2, JOB, 30);

        assertEquals(10, story.offer(ANNA, 3).verifiedMsat());
        assertEquals(20, story.offer(BERT, 3).verifiedMsat());
        assertEquals(2, story.job(3).offers().size());
    }

    @Test
    void paymentForAnEventCountsForItsAuthorOnly() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.says(BERT, 1, WorkStatus.PROCESSING);
        story.pays(4, CUSTOMER, BERT, 2, quote, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, TestFacts.event(77), 1_000);

        assertEquals(Money.ASKED, story.offer(ANNA, 3).money());
        assertEquals(Money.NONE, story.offer(BERT, 3).money());
    }

    @Test
    void zapForTheRequestIsNoIncomeOfACustomerThatServedItself() {
        Story story = Story.open();
        story.delivers(CUSTOMER, 1);
        story.pays(4, STRANGER, CUSTOMER, 2, JOB, 1_000);

        assertEquals(Money.NONE, story.offer(CUSTOMER, 3).money());
    }

    @Test
    void walletThatDeletesItsReceiptTakesThePaymentBack() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.retract(story.pays(4, CUSTOMER, ANNA, 2, result, 1_000), 3);

        assertEquals(Money.NONE, story.offer(ANNA, 4).money());
        assertEquals(Offer.Verdict.NONE, story.offer(ANNA, 4).verdict());
    }

    @Test
    void sumsEndWhereBitcoinEnds() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        for (int i = 0; i < 6; i++) {
            story.pays(4, CUSTOMER, ANNA, 2, JOB, i == 5 ? Long.MAX_VALUE : Amounts.MAX_MSAT);
            story.pays(1, CUSTOMER, ANNA, 2, JOB, Long.MIN_VALUE);
        }

        assertEquals(Amounts.MAX_MSAT, story.offer(ANNA, 3).verifiedMsat());
        assertEquals(0, story.offer(ANNA, 3).claimedMsat());
    }

    @Test
    void goingOnAfterAskingImpliesThatItWasPaid() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        story.says(ANNA, 2, WorkStatus.PROCESSING);
        assertEquals(Money.IMPLIED, story.offer(ANNA, 3).money());

        story.delivers(ANNA, 4);
        assertEquals(Money.IMPLIED, story.offer(ANNA, 5).money());
        assertFalse(story.offer(ANNA, 5).flags().contains(Flag.UNPAID_DELIVERED));
    }

    @Test
    void askingAgainImpliesNothing() {
        Story story = Story.open();
        story.says(ANNA, 1, WorkStatus.PROCESSING);
        story.delivers(ANNA, 2);
        story.quotes(ANNA, 3, 1_000);

        assertEquals(Money.ASKED, story.offer(ANNA, 4).money());
        assertTrue(story.offer(ANNA, 4).flags().contains(Flag.UNPAID_DELIVERED));
    }

    @Test
    void readyWhileWithheldImpliesNothing() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        story.says(ANNA, 2, WorkStatus.SUCCESS);

        assertEquals(Money.ASKED, story.offer(ANNA, 3).money());
    }

    @Test
    void whatWasPaidAndComesBackIsRefunded() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 5_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
        story.pays(4, ANNA, CUSTOMER, 3, JOB, 1_000);

        Offer offer = story.offer(ANNA, 4);
        assertEquals(Money.REFUNDED, offer.money());
        assertEquals(Offer.Status.REFUNDED, offer.status());
        assertEquals(1_000, offer.refundedMsat());
    }

    @Test
    void priceThatComesBackIsRefunded() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 500);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
        story.pays(4, ANNA, CUSTOMER, 3, quote, 500);

        assertEquals(Money.REFUNDED, story.offer(ANNA, 4).money());
    }

    @Test
    void partThatComesBackIsNoRefund() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
        story.pays(4, ANNA, CUSTOMER, 3, quote, 999);

        assertEquals(Money.VERIFIED, story.offer(ANNA, 4).money());
        assertEquals(999, story.offer(ANNA, 4).refundedMsat());
    }

    @Test
    void claimedRefundDoesNotUndoVerifiedMoney() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
        story.pays(3, ANNA, CUSTOMER, 3, quote, 1_000);

        assertEquals(Money.VERIFIED, story.offer(ANNA, 4).money());
    }

    @Test
    void claimedRefundUndoesAClaim() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(1, CUSTOMER, ANNA, 2, quote, 700);
        story.pays(1, ANNA, CUSTOMER, 3, quote, 700);

        assertEquals(Money.REFUNDED, story.offer(ANNA, 4).money());
    }

    @Test
    void refundThatOnlyItsGiverTellsOfEndsNoDispute() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.dislikes(CUSTOMER, 2, result);
        story.pays(1, ANNA, CUSTOMER, 3, JOB, 1);

        assertEquals(Offer.Status.DISPUTED, story.offer(ANNA, 4).status());
        assertEquals(Offer.Money.REFUNDED, story.offer(ANNA, 4).money());
    }

    @Test
    void refundThatTheCustomersWalletConfirmsEndsADispute() {
        Story story = Story.open();
        Bytes32 result = story.delivers(ANNA, 1);
        story.pays(4, CUSTOMER, ANNA, 2, result, 1_000);
        story.dislikes(CUSTOMER, 3, result);
        story.pays(4, ANNA, CUSTOMER, 4, JOB, 1_000);

        assertEquals(Offer.Status.REFUNDED, story.offer(ANNA, 5).status());
    }

    @Test
    void claimedRefundDoesNotEndWhatIsStillToCome() {
        Story story = Story.open();
        story.quotes(ANNA, 1, 1_000);
        story.pays(1, ANNA, CUSTOMER, 2, JOB, 1_000);
        long silence = FoldRules.DEFAULT.silence().toSeconds() + 10;

        assertTrue(story.offer(ANNA, silence).flags().contains(Offer.Flag.ABANDONED));
    }

    @Test
    void priceThatFallsAfterThePaymentDoesNotMakeItEnough() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000_000);
        Bytes32 result = story.delivers(ANNA, 2);
        story.pays(4, STRANGER, ANNA, 3, result, 1);
        story.asks(ANNA, 4, WorkStatus.PAYMENT_REQUIRED, 1);
        assertEquals(Offer.Money.PART_VERIFIED, story.offer(ANNA, 5).money());

        story.retract(quote, 6);
        assertEquals(Offer.Money.PART_VERIFIED, story.offer(ANNA, 7).money());
    }

    @Test
    void priceThatRisesAfterThePaymentLeavesItPaid() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
        story.quotes(ANNA, 3, 5_000);

        assertEquals(Offer.Money.VERIFIED, story.offer(ANNA, 4).money());
    }

    @Test
    void priceThatFallsAfterThePaymentMakesNoRefundOfAPart() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000_000);
        story.quotes(ANNA, 3, 1);
        story.pays(4, ANNA, CUSTOMER, 4, JOB, 1);

        assertEquals(Offer.Money.VERIFIED, story.offer(ANNA, 5).money());
    }

    @Test
    void whoOnlyClaimsIsNoVerifiedPayer() {
        Story story = Story.open();
        Bytes32 quote = story.quotes(ANNA, 1, 1_000);
        story.pays(4, CUSTOMER, ANNA, 2, quote, 1_000);
        story.pays(1, STRANGER, ANNA, 3, quote, 1_000);

        assertEquals(List.of(CUSTOMER, STRANGER), story.offer(ANNA, 4).payers());
        assertEquals(List.of(CUSTOMER), story.offer(ANNA, 4).verifiedPayers());
    }

    @Test
    void zapToTheCustomerOutsideOfTheJobIsNoRefund() {
        Story story = Story.open();
        story.delivers(ANNA, 1);
        story.pays(4, ANNA, CUSTOMER, 3, TestFacts.event(77), 1_000);
        story.pays(4, STRANGER, CUSTOMER, 3, JOB, 1_000);

        assertEquals(0, story.offer(ANNA, 4).refundedMsat());
    }
}
