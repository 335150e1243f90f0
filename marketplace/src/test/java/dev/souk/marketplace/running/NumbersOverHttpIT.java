package dev.souk.marketplace.running;

import static dev.souk.marketplace.running.RunningMarket.CUSTOMER;
import static dev.souk.marketplace.running.RunningMarket.PROVIDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.protocol.Event;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of two jobs one is delivered and paid; both are counted, and everybody has a page. */
@Timeout(180)
class NumbersOverHttpIT {
    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    @BeforeEach
    void aDayAtTheMarket() {
        Event request = market.asked("translation");
        market.zapped(market.delivered(request));
        Event waiting = market.asked("summarization");
        market.awaitStatus(request, "completed");
        market.awaitStatus(waiting, "requested");
    }

    @Test
    void theMarketIsCountedInEveryWindow() {
        for (String window : new String[] {"1h", "24h", "7d", "30d", "all"}) {
            JsonNode stats = market.await(
                    "/api/v1/stats?window=" + window,
                    document -> document.at("/summary/completed").asInt() == 1);
            assertEquals(2, stats.at("/summary/requests").asInt(), window);
            assertEquals(1, stats.at("/summary/answered").asInt(), window);
            assertEquals(21_000, stats.at("/summary/claimed_msat").asLong(), window);
            assertEquals(0, stats.at("/summary/verified_msat").asLong(), window);
            assertEquals(500, stats.at("/summary/fill_permille").asInt(), window);
        }
    }

    @Test
    void theTypesTogetherAreTheMarket() {
        market.await("/api/v1/types", document -> document.path("types").size() == 2);
        int requests = 0;
        for (String type : new String[] {"translation", "summarization"}) {
            requests += market.json("/api/v1/types/" + type).at("/all/requests").asInt();
            assertEquals(
                    1,
                    market.json("/api/v1/stats?j=" + type)
                            .at("/summary/requests")
                            .asInt(),
                    type);
        }
        assertEquals(2, requests);
    }

    @Test
    void aSeriesAddsUpToItsWindow() {
        JsonNode series = market.await("/api/v1/stats/series?bucket=5m&window=1h", document -> sum(document) == 2);
        assertEquals(300, series.path("bucket_seconds").asInt());
    }

    private static int sum(JsonNode series) {
        int sum = 0;
        for (JsonNode point : series.path("points")) {
            sum += point.path("requests").asInt();
        }
        return sum;
    }

    @Test
    void providersAreRankedAndTellWhatTheRankIsMadeOf() {
        JsonNode providers = market.await(
                "/api/v1/providers", document -> document.path("providers").size() == 1);
        JsonNode first = providers.at("/providers/0");
        assertEquals(PROVIDER.publicKey().hex(), first.path("pubkey").asText());
        assertTrue(first.path("rank").has("reliability"), first.toString());
    }

    @Test
    void aProviderHasAPageAndACustomerToo() {
        JsonNode provider = market.await(
                "/api/v1/providers/" + PROVIDER.publicKey(),
                document -> document.at("/all/results").asInt() == 1);
        assertEquals("j:translation", provider.at("/types/0/type").asText());
        JsonNode customer = market.await(
                "/api/v1/customers/" + CUSTOMER.publicKey(),
                document -> document.at("/all/requests").asInt() == 2);
        assertEquals(CUSTOMER.publicKey().hex(), customer.path("pubkey").asText());
    }
}
