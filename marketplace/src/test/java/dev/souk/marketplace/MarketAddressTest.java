package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that have an address (kinds 36000 to 36999), paid for by naming that. */
class MarketAddressTest {
    private static final long NOW = 1_700_000_000;
    private static final SecretKey CUSTOMER = TestKeys.key(10);
    private static final SecretKey PROVIDER = TestKeys.key(20);
    private static final String ADDRESS = "36100:" + PROVIDER.publicKey() + ":report";

    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final LedgerFixture ledger = new LedgerFixture(relay, LedgerLimits.DEFAULT);
    private final Event request =
            TestEvents.ofKind(5_100).by(CUSTOMER).at(NOW).tag("i", "x", "text").build();

    @BeforeEach
    void theLedgerFollowsTheStore() {
        relay.follow(0, page -> ledger.ledger().apply(page, ledger.nowMillis()));
        relay.store().save(List.of(request));
    }

    private Event version(long at) {
        return TestEvents.ofKind(36_100)
                .by(PROVIDER)
                .at(at)
                .tag("d", "report")
                .tag("e", request.id().hex())
                .tag("p", CUSTOMER.publicKey().hex())
                .build();
    }

    private void zap(String address) {
        Event zap = TestWallet.request(CUSTOMER, PROVIDER.publicKey(), 21_000, NOW + 10)
                .tag("a", address)
                .build();
        relay.store().save(List.of(new TestWallet(TestKeys.key(90)).receipt(zap, NOW + 20)));
        relay.turn();
    }

    private Offer offer() {
        return ledger.view().job(request.id()).orElseThrow().offers().getFirst();
    }

    @Test
    void aZapOfTheAddressPaysForTheResultThatStandsThere() {
        relay.store().save(List.of(version(NOW)));
        relay.store().save(List.of(version(NOW + 1)));

        zap(ADDRESS);

        assertEquals(21_000, offer().claimedMsat());
        assertEquals(
                JobStatus.COMPLETED,
                ledger.view().job(request.id()).orElseThrow().status());
    }

    @Test
    void aZapOfAnotherAddressPaysForNothing() {
        relay.store().save(List.of(version(NOW)));

        zap(ADDRESS + " of yesterday");
        zap("30023:" + PROVIDER.publicKey() + ":report");

        assertEquals(0, offer().claimedMsat());
        assertEquals(
                JobStatus.DELIVERED,
                ledger.view().job(request.id()).orElseThrow().status());
    }
}
