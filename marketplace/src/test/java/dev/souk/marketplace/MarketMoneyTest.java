package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.ledger.Earned;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Bech32;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ledger makes of receipts: when money counts, how often, and what a wallet's key changes. */
class MarketMoneyTest {
    private static final long NOW = 1_700_000_000;
    private static final String ADDRESS = "anna@wallet.example";
    private static final SecretKey CUSTOMER = TestKeys.key(10);
    private static final SecretKey ANNA = TestKeys.key(20);
    private static final SecretKey BERT = TestKeys.key(21);

    private final TestWallet wallet = new TestWallet(TestKeys.key(90));
    private final LedgerFixture ledger = new LedgerFixture(NOW + 1_000);
    private int nutzaps;
    private Event receipt = TestEvents.note("none yet").build();

    private Event asked(String content) {
        return asked(content, NOW);
    }

    private Event asked(String content, long at) {
        Event request = requestOf(content, at);
        ledger.feed(request);
        return request;
    }

    private static Event requestOf(String content, long at) {
        return TestEvents.ofKind(68_001)
                .by(CUSTOMER)
                .at(at)
                .content(content)
                .tag("j", "translation")
                .tag("input", "x", "text")
                .build();
    }

    private Event delivered(Event request, SecretKey provider) {
        return delivered(request, provider, NOW + 60);
    }

    private Event delivered(Event request, SecretKey provider, long at) {
        Event result = TestEvents.ofKind(68_002)
                .by(provider)
                .at(at)
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex())
                .build();
        ledger.feed(result);
        return result;
    }

    private Event zapped(SecretKey payer, SecretKey recipient, Event target) {
        Event zap = TestWallet.request(payer, recipient.publicKey(), target.id(), 21_000, NOW + 120);
        Event receipt = wallet.receipt(zap, NOW + 150);
        ledger.feed(receipt);
        return receipt;
    }

    private Job job(Event request) {
        return ledger.view().job(request.id()).orElseThrow();
    }

    private Offer offer(Event request, SecretKey provider) {
        return job(request).offers().stream()
                .filter(offer -> offer.provider().equals(provider.publicKey()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatATrustedSignerVerifiesForDeliveredWorkIsEarned() {
        Event request = asked("one");
        Event result = delivered(request, ANNA);
        Event demand = TestEvents.ofKind(68_003)
                .by(BERT)
                .at(NOW + 60)
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex())
                .tag("status", "payment-required")
                .build();
        ledger.feed(demand);
        walletNames(wallet);
        Event paid = zapped(CUSTOMER, ANNA, result);
        Event toItself = zapped(ANNA, ANNA, result);

        assertTrue(isEarned(paid, wallet.nostrPubkey()));
        assertFalse(isEarned(paid, TestKeys.key(91).publicKey()), "another signer is trusted");
        assertFalse(isEarned(toItself, wallet.nostrPubkey()), "it paid itself");

        ledger.ledger().walletNamed(BERT.publicKey(), ADDRESS, Optional.of(wallet.nostrPubkey()), ledger.nowMillis());
        Event inAdvance = zapped(CUSTOMER, BERT, demand);
        assertFalse(isEarned(inAdvance, wallet.nostrPubkey()), "nothing was handed over yet");
        delivered(request, BERT, NOW + 200);
        assertTrue(isEarned(inAdvance, wallet.nostrPubkey()));
    }

    private boolean isEarned(Event receipt, Bytes32 trusted) {
        Fact.Payment payment = ledger.view().payment(receipt.id()).orElseThrow();
        return new Earned(ledger.view(), Set.of(trusted)).test(payment);
    }

    @Test
    void aReceiptClaimsUntilTheWalletNamesItsKey() {
        Event request = asked("one");
        zapped(CUSTOMER, ANNA, delivered(request, ANNA));
        assertEquals(JobStatus.COMPLETED, job(request).status());
        assertEquals(21_000, offer(request, ANNA).claimedMsat());
        assertEquals(0, offer(request, ANNA).verifiedMsat());

        ledger.ledger().walletNamed(ANNA.publicKey(), ADDRESS, Optional.of(wallet.nostrPubkey()), ledger.nowMillis());

        assertEquals(0, offer(request, ANNA).claimedMsat());
        assertEquals(21_000, offer(request, ANNA).verifiedMsat());
        assertEquals(Offer.Money.VERIFIED, offer(request, ANNA).money());
    }

    @Test
    void anotherKeyThanTheWalletsVerifiesNothing() {
        Event request = asked("one");
        zapped(CUSTOMER, ANNA, delivered(request, ANNA));

        ledger.ledger()
                .walletNamed(
                        ANNA.publicKey(), ADDRESS, Optional.of(TestKeys.key(91).publicKey()), ledger.nowMillis());

        assertEquals(21_000, offer(request, ANNA).claimedMsat());
        assertEquals(0, offer(request, ANNA).verifiedMsat());
    }

    /** A receipt whose zap request says where the recipient is paid, signed by the recipient's wallet. */
    private Offer zappedAt(String lnurl, String content) {
        Event request = asked(content);
        Event result = delivered(request, ANNA);
        Event zap = TestWallet.request(CUSTOMER, ANNA.publicKey(), 21_000, NOW + 120)
                .tag("e", result.id().hex())
                .tag("lnurl", lnurl)
                .build();
        receipt = wallet.receipt(zap, NOW + 150);
        ledger.feed(receipt);
        ledger.ledger().walletNamed(ANNA.publicKey(), ADDRESS, Optional.of(wallet.nostrPubkey()), ledger.nowMillis());
        return offer(request, ANNA);
    }

    private List<String> failedChecks() {
        return ledger.view().payment(receipt.id()).orElseThrow().proof().failedChecks();
    }

    @Test
    void aZapRequestThatNamesTheRecipientsAddressInAnySpellingIsVerified() {
        byte[] url = "https://wallet.example/.well-known/lnurlp/anna".getBytes(StandardCharsets.UTF_8);
        List<String> spellings =
                List.of(Bech32.write("lnurl", Bech32.words(url)), "lightning:" + ADDRESS, "ANNA@wallet.example");
        for (String spelling : spellings) {
            assertEquals(21_000, zappedAt(spelling, spelling).verifiedMsat(), spelling);
            assertEquals(List.of(), failedChecks());
        }
    }

    @Test
    void aZapRequestThatNamesAnotherAddressStaysClaimedAndSaysWhy() {
        for (String other : List.of("bert@wallet.example", "anna@other.example", "lnurl1nonsense", "x")) {
            Offer offer = zappedAt(other, other);

            assertEquals(21_000, offer.claimedMsat(), other);
            assertEquals(0, offer.verifiedMsat(), other);
            assertEquals(List.of("same-lnurl"), failedChecks());
        }
    }

    @Test
    void aNewWalletDoesNotTakeOldIncomeAway() {
        Event request = asked("one");
        zapped(CUSTOMER, ANNA, delivered(request, ANNA));
        ledger.ledger().walletNamed(ANNA.publicKey(), ADDRESS, Optional.of(wallet.nostrPubkey()), ledger.nowMillis());

        ledger.ledger()
                .walletNamed(
                        ANNA.publicKey(),
                        "anna@other.example",
                        Optional.of(TestKeys.key(92).publicKey()),
                        ledger.nowMillis() + 1_000_000);

        assertEquals(21_000, offer(request, ANNA).verifiedMsat());
    }

    /** From now on Anna's wallet names this key. */
    private void walletNames(TestWallet named) {
        ledger.ledger().walletNamed(ANNA.publicKey(), ADDRESS, Optional.of(named.nostrPubkey()), ledger.nowMillis());
    }

    /** Anna's wallet named its key first at {@code NOW + 1_000}, and names another since {@code NOW + 100_000}. */
    private void walletChangesItsKey() {
        walletNames(wallet);
        ledger.setClock(NOW + 100_000);
        walletNames(new TestWallet(TestKeys.key(92)));
    }

    /** The level of a receipt for Anna's result that the old wallet signs and dates, once it is judged. */
    private int levelOf(Event result, long at) {
        Event zap = TestWallet.request(CUSTOMER, ANNA.publicKey(), result.id(), 21_000, at - 60);
        Event signed = wallet.receipt(zap, at);
        ledger.feed(signed);
        walletNames(new TestWallet(TestKeys.key(92)));
        return level(signed);
    }

    private int level(Event receipt) {
        return ledger.view().payment(receipt.id()).orElseThrow().proof().level();
    }

    @Test
    void aKeyThatTheWalletHasGivenUpVerifiesNothingThatComesLaterWhateverItsDate() {
        Event result = delivered(asked("before"), ANNA);
        walletChangesItsKey();

        assertTrue(levelOf(result, NOW + 500) < PaymentProof.VERIFIED);
        assertTrue(levelOf(result, NOW + 50_000) < PaymentProof.VERIFIED);
    }

    @Test
    void theFirstKnownKeyVerifiesWhatCameBeforeItWasKnown() {
        Event result = delivered(asked("before"), ANNA);
        Event old = zapped(CUSTOMER, ANNA, result);
        walletChangesItsKey();

        assertEquals(PaymentProof.VERIFIED, level(old));
    }

    @Test
    void aReceiptThatCameBeforeTheWalletChangedItsKeyIsVerifiedHoweverOldItsDateWas() {
        Event result = delivered(asked("before"), ANNA);
        walletNames(wallet);
        ledger.setClock(NOW + 50_000);
        Event late = zapped(CUSTOMER, ANNA, result);
        walletChangesItsKey();

        assertEquals(PaymentProof.VERIFIED, level(late));
    }

    @Test
    void aReceiptThatFollowsItsTargetToAnotherJobIsAsOldAsItWas() {
        Event first = requestOf("first", NOW);
        Event second = requestOf("second", NOW);
        Event result = TestEvents.ofKind(68_002)
                .by(ANNA)
                .at(NOW + 60)
                .tag("e", first.id().hex())
                .tag("e", second.id().hex())
                .tag("p", CUSTOMER.publicKey().hex())
                .build();
        ledger.feed(result);
        Event early = zapped(CUSTOMER, ANNA, result);
        ledger.setClock(NOW + 50_000);
        walletNames(new TestWallet(TestKeys.key(92)));
        ledger.setClock(NOW + 60_000);
        walletNames(wallet);
        assertTrue(level(early) < PaymentProof.VERIFIED);

        ledger.feed(second);

        assertEquals(Offer.Money.CLAIMED, offer(second, ANNA).money());
    }

    @Test
    void aReceiptThatComesLiveIsJudgedByTheKeyOfThatMomentWhateverItSaysOfItself() {
        Event result = delivered(asked("before"), ANNA);
        walletChangesItsKey();

        assertTrue(levelOf(result, NOW + 100_000 - 200) < PaymentProof.VERIFIED);
    }

    @Test
    void aProfileThatNamesNoWalletEndsTheOneBefore() {
        walletNames(wallet);
        ledger.setClock(NOW + 100_000);
        ledger.feed(TestEvents.ofKind(0)
                .by(ANNA)
                .at(NOW + 100_000)
                .content("{\"name\":\"Anna\"}")
                .build());
        ledger.setClock(NOW + 200_000);
        Event request = asked("after", NOW + 200_000);
        Event result = delivered(request, ANNA, NOW + 200_000);
        Event zap = TestWallet.request(CUSTOMER, ANNA.publicKey(), result.id(), 21_000, NOW + 200_000);
        ledger.feed(wallet.receipt(zap, NOW + 200_000));

        ledger.setClock(NOW + 300_000);
        ledger.ledger()
                .walletNamed(
                        ANNA.publicKey(),
                        "anna@other.example",
                        Optional.of(TestKeys.key(92).publicKey()),
                        ledger.nowMillis());

        assertEquals(0, offer(request, ANNA).verifiedMsat());
        assertEquals(21_000, offer(request, ANNA).claimedMsat());
    }

    @Test
    void oneZapRequestCountsOnceHoweverManyReceiptsAreMadeOfIt() {
        Event request = asked("one");
        Event result = delivered(request, ANNA);
        Event zap = TestWallet.request(CUSTOMER, ANNA.publicKey(), result.id(), 21_000, NOW + 120);
        List<Event> receipts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receipts.add(new TestWallet(TestKeys.key(95 + i)).receipt(zap, NOW + 150 + i));
        }

        ledger.feed(receipts);

        assertEquals(21_000, offer(request, ANNA).claimedMsat());
        assertEquals(List.of(CUSTOMER.publicKey()), offer(request, ANNA).payers());
    }

    private Event nutzap(SecretKey payer, Event target, String... secrets) {
        TestEvents nutzap = TestEvents.ofKind(9_321)
                .by(payer)
                .at(NOW + 120)
                .content("nutzap " + ++nutzaps)
                .tag("e", target.id().hex())
                .tag("p", target.pubkey().hex());
        for (String secret : secrets) {
            nutzap.tag("proof", "{\"amount\":5,\"secret\":\"" + secret + "\"}");
        }
        return nutzap.build();
    }

    @Test
    void oneTokenCountsOnceInHoweverManyNutzapsItIsPublished() {
        Event one = asked("one");
        Event two = asked("two");
        Event ofOne = delivered(one, ANNA);
        Event ofTwo = delivered(two, BERT);
        for (int i = 0; i < 5; i++) {
            ledger.feed(nutzap(CUSTOMER, ofOne, "a", "b"), nutzap(CUSTOMER, ofTwo, "b", "a"));
        }

        assertEquals(10_000, offer(one, ANNA).claimedMsat() + offer(two, BERT).claimedMsat());
        assertEquals(JobStatus.COMPLETED, job(one).status());
        assertEquals(JobStatus.COMPLETED, job(two).status(), "it is still the customer's word");
    }

    @Test
    void nobodyTakesANutzapAwayByRepeatingItsProofs() {
        Event request = asked("one");
        Event result = delivered(request, ANNA);
        ledger.feed(nutzap(BERT, result, "a"), nutzap(CUSTOMER, result, "a"), nutzap(CUSTOMER, result, "c"));

        assertEquals(15_000, offer(request, ANNA).claimedMsat());
    }

    /** Receipts that nobody's wallet has signed, for this work. */
    private void forge(Event result, long at) {
        for (int i = 0; i < 100; i++) {
            Event zap = TestWallet.request(CUSTOMER, ANNA.publicKey(), result.id(), 1_000 + i, at + i);
            ledger.feed(new TestWallet(TestKeys.key(200 + i)).receipt(zap, at + i));
        }
    }

    @Test
    void noNumberOfForgedReceiptsKeepsTheWalletsOwnOutOfTheJob() {
        Event request = asked("one");
        Event result = delivered(request, ANNA);
        walletNames(wallet);
        forge(result, NOW + 100);
        zapped(CUSTOMER, ANNA, result);
        forge(result, NOW + 200);

        assertEquals(21_000, offer(request, ANNA).verifiedMsat());
    }

    @Test
    void aReceiptThatForgedOnesKeptOutIsReadAgainWhenItsWalletIsKnown() {
        Event request = asked("one");
        Event result = delivered(request, ANNA);
        forge(result, NOW + 100);
        Event zap = TestWallet.request(CUSTOMER, ANNA.publicKey(), result.id(), 21_000, NOW + 150);
        Event lost = wallet.receipt(zap, NOW + 150);
        ledger.relay().store().save(List.of(lost));
        ledger.feed(lost);
        forge(result, NOW + 200);
        assertTrue(ledger.view().payment(lost.id()).isEmpty());

        walletNames(wallet);

        assertEquals(21_000, offer(request, ANNA).verifiedMsat());
    }

    @Test
    void aReceiptForAnothersWorkPaysNobody() {
        Event request = asked("one");
        Event result = delivered(request, ANNA);
        delivered(request, BERT);

        zapped(CUSTOMER, BERT, result);

        assertEquals(0, offer(request, ANNA).claimedMsat());
        assertEquals(0, offer(request, BERT).claimedMsat());
        assertEquals(JobStatus.DELIVERED, job(request).status());
    }

    @Test
    void payingOneselfIsNoIncome() {
        Event request = asked("one");

        zapped(ANNA, ANNA, delivered(request, ANNA));

        assertEquals(0, offer(request, ANNA).claimedMsat());
        assertEquals(JobStatus.DELIVERED, job(request).status());
    }

    @Test
    void aReceiptThatCameBeforeTheResultWaitsForIt() {
        Event request = asked("one");
        Event result = TestEvents.ofKind(68_002)
                .by(ANNA)
                .at(NOW + 60)
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex())
                .build();
        zapped(CUSTOMER, ANNA, result);
        assertTrue(job(request).offers().isEmpty());

        ledger.feed(result);

        assertEquals(JobStatus.COMPLETED, job(request).status());
        assertEquals(21_000, offer(request, ANNA).claimedMsat());
    }
}
