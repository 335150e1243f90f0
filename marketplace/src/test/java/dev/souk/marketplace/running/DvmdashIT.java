package dev.souk.marketplace.running;

import static dev.souk.marketplace.running.RunningMarket.PROVIDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The paths of DVMDash, with its field names. */
@Timeout(180)
class DvmdashIT {
    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    @BeforeEach
    void aJobOfNip90IsDelivered() {
        Event request = TestEvents.ofKind(5_100)
                .by(RunningMarket.CUSTOMER)
                .at(market.now())
                .tag("i", "a cat", "text")
                .build();
        Event result = TestEvents.ofKind(6_100)
                .by(PROVIDER)
                .at(market.now())
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex())
                .build();
        market.publish(request, result);
        market.awaitStatus(request, "delivered");
    }

    @Test
    void theWholeMarket() {
        JsonNode latest = market.await(
                "/api/stats/global/latest",
                document -> document.path("popular_dvm").isTextual());
        assertEquals(1, latest.path("total_responses").asInt());
        assertEquals(1, latest.path("total_requests").asInt());
        assertEquals(1, latest.path("unique_dvms").asInt());
        assertEquals(1, latest.path("unique_users").asInt());
        assertEquals(PROVIDER.publicKey().hex(), latest.path("popular_dvm").asText());
        assertEquals(5_100, latest.path("popular_kind").asInt());
        assertTrue(latest.path("time_series").isArray());
    }

    @Test
    void itsProviders() {
        JsonNode dvms =
                market.await("/api/dvms", document -> document.path("dvms").size() == 1);
        assertEquals(PROVIDER.publicKey().hex(), dvms.at("/dvms/0/id").asText());
        JsonNode one = market.await(
                "/api/stats/dvm/" + PROVIDER.publicKey() + "?timeRange=7d",
                document -> document.path("total_responses").asInt() == 1);
        assertEquals(PROVIDER.publicKey().hex(), one.path("dvm_id").asText());
    }

    @Test
    void aKindWhoseRequestsNameTheirTypeListsWhoDelivered() {
        Event request = market.asked("translation");
        market.delivered(request);

        JsonNode kind = market.await(
                "/api/stats/kind/68001",
                document -> document.path("supporting_dvms").size() == 1);

        assertEquals(PROVIDER.publicKey().hex(), kind.at("/supporting_dvms/0").asText());
        assertEquals(1, kind.path("num_supporting_dvms").asInt());
    }

    @Test
    void itsKinds() {
        JsonNode kinds =
                market.await("/api/kinds", document -> document.path("kinds").size() == 1);
        assertEquals(5_100, kinds.at("/kinds/0/kind").asInt());
        JsonNode one = market.await(
                "/api/stats/kind/5100",
                document -> document.path("total_responses").asInt() == 1);
        assertEquals(1, one.path("num_supporting_dvms").asInt());
    }
}
