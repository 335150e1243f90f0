package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.TestJob.id;
import static dev.souk.marketplace.api.TestJob.number;
import static dev.souk.marketplace.api.TestJob.person;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZapEndpointTest {
    /** A zap of something that is no job. */
    static final Event RECEIPT = new TestWallet(TestKeys.carol())
            .receipt(
                    TestWallet.request(TestKeys.alice(), person(2), id(77), 21_000, MemoryMarket.NOW),
                    MemoryMarket.NOW);

    private final MemoryMarket market = new MemoryMarket().with(number(1).delivered(person(2)));
    private final MarketApi api = new MarketApi(market, ApiSettings.of(ZapTrust.ANY));

    private static Fact.Payment payment(int level, boolean isCounted) {
        return new Fact.Payment(
                new Source(id(50), 9_735, person(9), MemoryMarket.NOW, Source.HISTORY),
                id(1),
                person(1),
                person(2),
                new PaymentProof(level, 21_000, Optional.of(id(60)), person(9), List.of("preimage-given"), isCounted));
    }

    private Asked zap(Bytes32 event) {
        return Asked.get(api, "/api/v1/zaps/" + event.hex());
    }

    @Test
    void aReceiptThatIsForNoJobIsJudgedByWhatItHolds() {
        market.stored(RECEIPT);

        Asked zap = zap(RECEIPT.id());

        assertEquals("3", zap.at("/level"));
        assertEquals("claimed", zap.at("/money"));
        assertEquals("21000", zap.at("/amount_msat"));
        assertEquals("false", zap.at("/counted"));
        assertEquals("null", zap.at("/job"));
        assertEquals(TestKeys.alice().publicKey().hex(), zap.at("/payer"));
        assertEquals(RECEIPT.id().hex(), zap.at("/receipt/id"));
    }

    @Test
    void aReceiptThatProvesNothingSaysWhy() {
        Event receipt = TestEvents.ofKind(9735).tag("p", person(2).hex()).build();
        market.stored(receipt);

        Asked zap = zap(receipt.id());

        assertEquals("0", zap.at("/level"));
        assertEquals("none", zap.at("/money"));
        assertEquals("false", zap.json().at("/failed_checks").isEmpty() + "");
        assertEquals("null", zap.at("/payer"));
    }

    @Test
    void aPaymentOfAJobHasTheLevelThatItHasReachedThere() {
        market.paid(payment(4, true), id(1));

        Asked zap = zap(id(50));

        assertEquals("4", zap.at("/level"));
        assertEquals("verified", zap.at("/money"));
        assertEquals("true", zap.at("/counted"));
        assertEquals(id(1).hex(), zap.at("/job"));
        assertEquals(person(1).hex(), zap.at("/payer"));
        assertEquals("null", zap.at("/receipt"));
    }

    @Test
    void aSecondReceiptOfTheSamePaymentIsNotCounted() {
        market.paid(payment(3, false), id(1));

        assertEquals("false", zap(id(50)).at("/counted"));
    }

    @Test
    void whetherAVerifiedPaymentIsEarnedIsAskedOfTheOperator() {
        market.paid(payment(4, true), id(1));
        ApiSettings plain = ApiSettings.of(ZapTrust.ANY);
        MarketApi trusting = new MarketApi(
                market,
                new ApiSettings(
                        plain.zapTrust(),
                        plain.jobKind(),
                        plain.profileKind(),
                        plain.statisticsKind(),
                        payment -> payment.recipient().equals(person(2))));

        Asked zap = Asked.get(trusting, "/api/v1/zaps/" + id(50).hex());

        assertEquals("5", zap.at("/level"));
        assertEquals("earned", zap.at("/money"));
    }

    @Test
    void anEventThatPaysNothingIsNoZap() {
        Event note = TestEvents.note("hello").build();
        market.stored(note);

        assertEquals(404, zap(note.id()).status());
    }
}
