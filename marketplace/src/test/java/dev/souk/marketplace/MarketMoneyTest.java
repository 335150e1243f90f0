package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Bech32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private Event receipt = TestEvents.note("none yet").build();

    private Event asked(String content) {
        Event request = TestEvents.ofKind(68_001)
                .by(CUSTOMER)
                .at(NOW)
                .content(content)
                .tag("j", "translation")
                .tag("input", "x", "text")
                .build();
        ledger.feed(request);
        return request;
    }

    private Event delivered(Event request, SecretKey provider) {
        Event result = TestEvents.ofKind(68_002)
                .by(provider)
                .at(NOW + 60)
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
