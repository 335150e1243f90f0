package dev.souk.marketplace.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ZapsOverHttpIT {
    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    @Test
    void aReceiptTellsItsLevelAndTheJobItCountsIn() {
        Event request = market.asked("translation");
        Event receipt = market.zapped(market.delivered(request));
        market.awaitStatus(request, "completed");

        JsonNode zap = market.json("/api/v1/zaps/" + receipt.id());

        assertEquals(3, zap.path("level").asInt());
        assertEquals("claimed", zap.path("money").asText());
        assertEquals("[]", zap.path("failed_checks").toString());
        assertEquals(request.id().hex(), zap.path("job").asText());
        assertTrue(zap.path("counted").asBoolean());
    }

    @Test
    void aReceiptWithAForgedRequestTellsWhatFailed() {
        Event request = market.asked("translation");
        Event result = market.delivered(request);
        Event zap = TestWallet.request(
                RunningMarket.CUSTOMER, RunningMarket.PROVIDER.publicKey(), result.id(), 21_000, market.now());
        Event forged = new TestWallet(TestKeys.key(91))
                .receipt(zap, TestWallet.invoice(zap, 99_000, market.now()), market.now())
                .build();
        market.publish(forged);
        market.awaitStatus(request, "delivered");

        JsonNode told = market.await("/api/v1/zaps/" + forged.id(), document -> true);

        assertEquals(0, told.path("level").asInt());
        assertTrue(told.path("failed_checks").toString().contains("\"same-amount\""), told.toString());
        assertTrue(!told.path("counted").asBoolean(), told.toString());
    }
}
