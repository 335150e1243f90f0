package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is a provider, and what it tells of itself, in a store that replaces and deletes. */
class MarketPeopleTest {
    private static final long NOW = 1_700_000_000;
    private static final SecretKey CUSTOMER = TestKeys.key(10);
    private static final SecretKey PROVIDER = TestKeys.key(20);

    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final LedgerFixture ledger = new LedgerFixture(relay, LedgerLimits.DEFAULT);

    @BeforeEach
    void theLedgerFollowsTheStore() {
        relay.follow(0, page -> ledger.ledger().apply(page, ledger.nowMillis()));
    }

    private Event stored(TestEvents event, SecretKey author, long at) {
        Event made = event.by(author).at(at).build();
        relay.store().save(List.of(made));
        return made;
    }

    private List<Reading.Announced> announcements() {
        relay.turn();
        return ledger.view().provider(PROVIDER.publicKey()).stream()
                .map(MarketView.Provider::announcements)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void aCustomerWhoSendsFeedbackDoesNotBecomeAProvider() {
        TestEvents remark = TestEvents.ofKind(68_003)
                .tag("status", "success")
                .tag("p", PROVIDER.publicKey().hex());
        Event request =
                TestEvents.ofKind(68_001).by(CUSTOMER).at(NOW).tag("j", "x").build();
        stored(remark.tag("e", request.id().hex()), CUSTOMER, NOW);
        relay.turn();
        assertTrue(ledger.view().provider(CUSTOMER.publicKey()).isEmpty(), "nor before its request is known");

        relay.store().save(List.of(request));
        relay.turn();
        assertTrue(ledger.view().provider(CUSTOMER.publicKey()).isEmpty());
    }

    @Test
    void aBeatAPongOrAnOfferMakesAProvider() {
        Event request = stored(TestEvents.ofKind(68_001).tag("j", "x"), CUSTOMER, NOW);
        stored(TestEvents.ofKind(11_998), TestKeys.key(21), NOW);
        stored(TestEvents.ofKind(7_000).tag("status", "pong"), TestKeys.key(22), NOW);
        stored(
                TestEvents.ofKind(68_003)
                        .tag("status", "processing")
                        .tag("e", request.id().hex()),
                PROVIDER,
                NOW);
        relay.turn();

        for (int key = 20; key < 23; key++) {
            MarketView.Provider provider =
                    ledger.view().provider(TestKeys.key(key).publicKey()).orElseThrow();
            assertEquals(OptionalLong.of(NOW), provider.lastSeen());
        }
    }

    @Test
    void whoGaveSignsOfLifeAsACustomerAndAsAProviderIsOne() {
        Event request = stored(TestEvents.ofKind(68_001).tag("j", "x"), CUSTOMER, NOW);
        stored(TestEvents.ofKind(11_998), CUSTOMER, NOW);
        stored(
                TestEvents.ofKind(68_003)
                        .tag("status", "success")
                        .tag("e", request.id().hex()),
                CUSTOMER,
                NOW + 1);
        relay.turn();

        assertEquals(
                OptionalLong.of(NOW + 1),
                ledger.view().provider(CUSTOMER.publicKey()).orElseThrow().lastSeen());
    }

    private static TestEvents handler(String kind) {
        return TestEvents.ofKind(31_990).tag("d", "x").tag("k", kind);
    }

    @Test
    void anAnnouncementIsGoneWhenItsPlaceIsTakenByOneOfOtherThings() {
        stored(handler("68001"), PROVIDER, NOW);
        assertEquals(1, announcements().size());

        stored(handler("1"), PROVIDER, NOW + 1);
        assertEquals(List.of(), announcements());

        stored(handler("5100"), PROVIDER, NOW + 2);
        assertEquals(1, announcements().size());
    }

    @Test
    void aNewerAnnouncementTakesThePlaceOfTheOlder() {
        stored(handler("68001"), PROVIDER, NOW);
        stored(handler("5100"), PROVIDER, NOW + 1);

        assertEquals(
                List.of(List.of(5_100)),
                announcements().stream().map(Reading.Announced::kinds).toList());
    }

    /** The level of a receipt that the provider's wallet signs now, and that is judged by what is known later. */
    private int levelOfAReceipt(TestWallet wallet, long now) {
        Event request = stored(TestEvents.ofKind(68_001).tag("j", "x").content("at " + now), CUSTOMER, now);
        Event result = stored(TestEvents.ofKind(68_002).tag("e", request.id().hex()), PROVIDER, now);
        Event zap = TestWallet.request(CUSTOMER, PROVIDER.publicKey(), result.id(), 21_000, now);
        Event receipt = wallet.receipt(zap, now);
        relay.store().save(List.of(receipt));
        relay.turn();
        ledger.setClock(now + 100);
        ledger.ledger().walletNamed(PROVIDER.publicKey(), "other@wallet.example", Optional.empty(), ledger.nowMillis());
        return ledger.view().payment(receipt.id()).orElseThrow().proof().level();
    }

    @Test
    void aDeletedProfileEndsTheWalletThatItNamed() {
        TestWallet wallet = new TestWallet(TestKeys.key(90));
        Event profile = stored(TestEvents.ofKind(0).content("{\"lud16\":\"anna@wallet.example\"}"), PROVIDER, NOW);
        relay.turn();
        ledger.ledger()
                .walletNamed(
                        PROVIDER.publicKey(),
                        "anna@wallet.example",
                        Optional.of(wallet.nostrPubkey()),
                        ledger.nowMillis());
        ledger.setClock(NOW + 1_000);
        assertEquals(PaymentProof.VERIFIED, levelOfAReceipt(wallet, NOW + 1_000));

        ledger.setClock(NOW + 2_000);
        ledger.ledger()
                .walletNamed(
                        PROVIDER.publicKey(),
                        "anna@wallet.example",
                        Optional.of(wallet.nostrPubkey()),
                        ledger.nowMillis());
        relay.store()
                .save(List.of(TestEvents.deletionOf(profile)
                        .by(PROVIDER)
                        .at(NOW + 2_000)
                        .build()));
        ledger.setClock(NOW + 3_000);
        relay.turn();
        ledger.setClock(NOW + 4_000);

        assertTrue(levelOfAReceipt(wallet, NOW + 4_000) < PaymentProof.VERIFIED);
    }
}
