package dev.souk.marketplace.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.protocol.Event;
import dev.souk.relay.config.AuthConfig;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the relay shows only to some over a WebSocket, it shows to nobody over HTTP; what follows from it stays open. */
@Timeout(120)
class GuardedEventsIT {
    private static AuthConfig auth(AuthConfig.Mode mode, Integer... privateKinds) {
        return new AuthConfig(mode, List.of(), Set.of(privateKinds), true);
    }

    @Test
    void whereNobodyAsksWithoutProofNoEventIsShown() {
        try (RunningMarket market = RunningMarket.guarded(auth(AuthConfig.Mode.READ))) {
            Event request = market.asked("translation");
            Event receipt = market.zapped(market.delivered(request));
            JsonNode job = market.awaitStatus(request, "completed");
            assertTrue(job.path("event").isNull());

            assertEquals(404, market.get("/api/v1/events/" + request.id()).statusCode());
            JsonNode zap = market.json("/api/v1/zaps/" + receipt.id());
            assertEquals(3, zap.path("level").asInt());
            assertTrue(zap.path("receipt").isNull());
        }
    }

    @Test
    void whatIsOfAPrivateKindIsNotShown() {
        try (RunningMarket market = RunningMarket.guarded(auth(AuthConfig.Mode.OPTIONAL, 68_002))) {
            Event request = market.asked("translation");
            Event result = market.delivered(request);
            market.awaitStatus(request, "delivered");

            assertEquals(200, market.get("/api/v1/events/" + request.id()).statusCode());
            assertEquals(404, market.get("/api/v1/events/" + result.id()).statusCode());
        }
    }
}
