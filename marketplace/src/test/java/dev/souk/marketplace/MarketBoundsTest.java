package dev.souk.marketplace;

import static dev.souk.marketplace.BareEvents.NOW;
import static dev.souk.marketplace.BareEvents.event;
import static dev.souk.marketplace.BareEvents.like;
import static dev.souk.marketplace.BareEvents.number;
import static dev.souk.marketplace.BareEvents.request;
import static dev.souk.marketplace.BareEvents.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept besides jobs has a bound, the oldest leave for the newest, and whatever leaves is counted by its bound. */
@Timeout(180)
class MarketBoundsTest {
    private static final long DAY = 86_400;
    private static final Bytes32 PROVIDER = TestKeys.key(20).publicKey();
    private static final String ADDRESS = "anna@wallet.example";
    private static final LedgerLimits LIMITS = new LedgerLimits(300, 10_000, 50, 100, 100, 100, 20);

    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final LedgerFixture ledger = new LedgerFixture(relay, LIMITS);

    private void feed(int count, IntFunction<Event> events) {
        ledger.feed(IntStream.range(0, count).mapToObj(events).toList());
    }

    private int rows(char family) {
        return ledger.rows().getOrDefault(family, 0);
    }

    private double dropped(String bound) {
        return relay.meters()
                .get("souk.market.dropped")
                .tag("bound", bound)
                .counter()
                .count();
    }

    private JobStatus status(Event request) {
        return ledger.view().job(request.id()).orElseThrow().status();
    }

    private static Event job(int i) {
        return request("job", Tag.of("n", Integer.toString(i)));
    }

    private static Event deletion(Bytes32 author, Event target) {
        return event(author, 5, Tag.of("e", target.id().hex()));
    }

    @Test
    void ofDeletionsTheOldestAreForgotten() {
        feed(300, i -> deletion(number(1), job(i)));

        assertEquals(100, rows('t'));
        assertEquals(100, rows('T'));
        assertEquals(200, dropped("tombstones"));
        ledger.feed(job(199), job(200));
        assertEquals(JobStatus.REQUESTED, status(job(199)));
        assertEquals(JobStatus.CANCELLED, status(job(200)));
    }

    @Test
    void aDeletionThatIsSaidAgainTakesNoPlace() {
        feed(300, i -> event(number(1), 5, Tag.of("e", job(0).id().hex()), Tag.of("n", Integer.toString(i))));

        assertEquals(1, rows('T'));
        assertEquals(0, dropped("tombstones"));
    }

    @Test
    void whatWasTakenBackStaysSoWhenItsDeletionIsForgotten() {
        ledger.feed(job(0), deletion(number(1), job(0)));
        feed(300, i -> deletion(number(2), job(i)));

        assertEquals(JobStatus.CANCELLED, status(job(0)));
    }

    /** A result for the first of two jobs, as far as is known, or for the second when only that one is asked for. */
    private static Event ambiguous(int i) {
        return result(number(20), job(2 * i), Tag.of("e", job(2 * i + 1).id().hex()));
    }

    @Test
    void ofStatementsThatNameSeveralJobsTheOldestStayWhereTheyAre() {
        feed(300, MarketBoundsTest::ambiguous);

        assertEquals(100, rows('M'));
        assertEquals(100, rows('m'));
        assertEquals(200, rows('l'));
        assertEquals(200, dropped("ambiguous"));
        ledger.feed(job(2 * 199 + 1), job(2 * 200 + 1));
        assertEquals(JobStatus.REQUESTED, status(job(2 * 199 + 1)));
        assertEquals(JobStatus.DELIVERED, status(job(2 * 200 + 1)));
    }

    @Test
    void ofPeopleTheOneWhoWasSilentForTheMostDaysIsForgotten() {
        ledger.setClock(NOW - 2 * DAY);
        ledger.feed(beat(1, NOW - 2 * DAY), beat(2, NOW - 2 * DAY));
        ledger.setClock(NOW);
        ledger.feed(beat(1, NOW));
        feed(98, i -> beat(100 + i, NOW));
        assertEquals(100, rows('B'));
        assertEquals(0, dropped("people"));

        ledger.feed(beat(3, NOW));

        assertEquals(100, rows('B'));
        assertEquals(100, rows('c'));
        assertEquals(1, dropped("people"));
        assertEquals(100 + 1, rows('b'), "one of them has two days");
        assertEquals(NOW, lastSeen(1));
        assertEquals(0, lastSeen(2));
        assertEquals(NOW, lastSeen(3));
    }

    private static Event beat(int who, long at) {
        return TestEvents.ofKind(11_998).by(TestKeys.key(who)).at(at).unsigned();
    }

    private long lastSeen(int who) {
        return ledger.view()
                .provider(TestKeys.key(who).publicKey())
                .map(provider -> provider.lastSeen().orElse(0))
                .orElse(0L);
    }

    @Test
    void signsOfLifeAreKeptForAsLongAsUptimeIsAskedFor() {
        for (int day = 0; day < 80; day++) {
            ledger.setClock(NOW + day * DAY);
            ledger.feed(beat(1, NOW + day * DAY));
        }

        assertTrue(rows('b') <= 33, () -> rows('b') + " days");
        assertTrue(rows('b') >= 31, () -> rows('b') + " days");
    }

    @Test
    void whatAVoiceSaysTooOftenIsCountedWhetherItStaysOrMakesAnotherLeave() {
        ledger.feed(job(0));
        feed(
                20,
                i -> event(
                        number(20),
                        68_003,
                        Tag.of("e", job(0).id().hex()),
                        Tag.of("status", "processing"),
                        Tag.of("n", Integer.toString(i))));

        assertEquals(4, dropped("job"));
        assertEquals(4, ledger.view().job(job(0).id()).orElseThrow().droppedFacts());
    }

    @Test
    void whatWaitsIsCountedByWhatItWaitedFor() {
        feed(300, i -> event(number(1), 7, Tag.of("e", number(900).hex()), Tag.of("n", Integer.toString(i))));
        assertEquals(300 - 256, dropped("target"));
        assertEquals(0, dropped("waiting"));

        feed(300, i -> like(result(number(20), job(i))));
        assertEquals(256, dropped("waiting"));
    }

    @Test
    void ofAJobThatIsForgottenEachFactIsCounted() {
        LedgerFixture small = new LedgerFixture(relay, relay.table("small"), new LedgerLimits(100, 1, 50));
        small.feed(result(number(20), job(0)), result(number(21), job(0)), result(number(20), job(1)));
        assertEquals(2, dropped("unknown-jobs"));
    }

    @Test
    void receiptsOfOnePaymentPastTheBoundAreCounted() {
        Event request = job(0);
        ledger.feed(request, result(TestKeys.key(20).publicKey(), request));
        Event first = TestWallet.request(TestKeys.key(10), PROVIDER, request.id(), 21_000, NOW);
        String invoice = TestWallet.invoice(first, 21_000, NOW);
        for (int i = 0; i < 17; i++) {
            Event zap = TestWallet.request(TestKeys.key(10), PROVIDER, request.id(), 21_000, NOW - i);
            ledger.feed(
                    new TestWallet(TestKeys.key(60)).receipt(zap, invoice, NOW).build());
        }
        assertTrue(dropped("receipts") > 0);
    }

    /** A receipt for the provider's work in a job, whose id is above these. */
    private static Event receiptBehind(List<Event> others, Event request, TestWallet wallet) {
        long at = NOW;
        Event receipt = receipt(request, wallet, ADDRESS, at);
        while (!isBehind(receipt, others)) {
            receipt = receipt(request, wallet, ADDRESS, ++at);
        }
        return receipt;
    }

    private static boolean isBehind(Event receipt, List<Event> others) {
        return others.stream().allMatch(other -> other.id().compareTo(receipt.id()) < 0);
    }

    private static Event receipt(Event request, TestWallet wallet, String lnurl, long at) {
        Event zap = TestWallet.request(TestKeys.key(10), PROVIDER, 21_000, at)
                .tag("e", request.id().hex())
                .tag("lnurl", lnurl)
                .build();
        return wallet.receipt(zap, at);
    }

    private void walletNames(TestWallet wallet) {
        ledger.ledger().walletNamed(PROVIDER, ADDRESS, Optional.of(wallet.nostrPubkey()), ledger.nowMillis());
    }

    private int level(Event receipt) {
        return ledger.view().payment(receipt.id()).orElseThrow().proof().level();
    }

    @Test
    void receiptsThatStrangersSignHideNoneOfTheWallets() {
        Event request = job(0);
        TestWallet wallet = new TestWallet(TestKeys.key(90));
        List<Event> forged = IntStream.range(0, 30)
                .mapToObj(i -> receipt(request, new TestWallet(TestKeys.key(200 + i)), ADDRESS, NOW + i))
                .toList();
        Event genuine = receiptBehind(forged, request, wallet);
        ledger.feed(request, result(PROVIDER, request));
        ledger.feed(forged);
        ledger.feed(genuine);

        walletNames(wallet);

        assertEquals(PaymentProof.VERIFIED, level(genuine));
        assertEquals(0, dropped("judged"));
        assertEquals(30, rows('r'));
    }

    @Test
    void receiptsThatTheWalletSignedInVainHideNoneForLongerThanOneTime() {
        TestWallet wallet = new TestWallet(TestKeys.key(90));
        // In one job 32 payments to one recipient have a place.
        List<Event> elsewhere = IntStream.range(0, 20)
                .mapToObj(i -> receipt(job(i / 10), wallet, "another@wallet.example", NOW + i))
                .toList();
        Event genuine = receiptBehind(elsewhere, job(2), wallet);
        ledger.feed(job(0), job(1), job(2));
        ledger.feed(result(PROVIDER, job(0)), result(PROVIDER, job(1)), result(PROVIDER, job(2)));
        ledger.feed(elsewhere);
        ledger.feed(genuine);

        walletNames(wallet);
        assertTrue(level(genuine) < PaymentProof.VERIFIED);
        assertEquals(1, dropped("judged"));

        walletNames(wallet);
        assertEquals(PaymentProof.VERIFIED, level(genuine));
        assertEquals(1, dropped("judged"));
    }

    @Test
    void addressesOfOneRecipientPastTheBoundAreCounted() {
        for (int i = 0; i < 17; i++) {
            ledger.ledger()
                    .walletNamed(
                            number(20), "user" + i + "@pay.example", Optional.empty(), ledger.nowMillis() + i * 1_000L);
        }
        assertEquals(1, dropped("wallet"));
    }

    @Test
    void handlersPastTheBoundAreCounted() {
        feed(40, i -> event(number(20), 31_990, Tag.of("d", "handler" + i), Tag.of("k", "5100")));
        assertEquals(40 - 32, dropped("handlers"));
    }
}
