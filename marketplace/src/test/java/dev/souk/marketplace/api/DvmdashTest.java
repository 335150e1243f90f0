package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.MemoryMarket.NOW;
import static dev.souk.marketplace.api.TestJob.number;
import static dev.souk.marketplace.api.TestJob.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.ZapTrust;
import java.util.List;
import org.junit.jupiter.api.Test;

class DvmdashTest {
    private final MemoryMarket market = new MemoryMarket()
            .with(
                    number(1).at(NOW - 100).delivered(person(2)),
                    number(2).at(NOW - 5_000).type(JobType.named("summary")).delivered(person(3)),
                    number(3).at(NOW - 6_000).kind(5_300).by(person(8)).delivered(person(2)),
                    number(4).at(NOW - 200_000).kind(5_300).by(person(9)).worked(person(4)),
                    number(5).at(NOW - 40 * 86_400L).kind(5_050));
    private final MarketApi api = new MarketApi(market, ApiSettings.of(ZapTrust.LOCAL));

    @Test
    void theGlobalNumbersAreThoseOfTheMarket() {
        Asked global = Asked.get(api, "/api/stats/global/latest");

        assertEquals("4", global.at("/total_requests"));
        assertEquals("3", global.at("/total_responses"));
        assertEquals("3", global.at("/unique_dvms"));
        assertEquals("3", global.at("/unique_users"));
        assertEquals("2", global.at("/unique_kinds"));
        assertEquals(person(2).hex(), global.at("/popular_dvm"));
        assertEquals("68001", global.at("/popular_kind"));
        assertEquals("68001", global.at("/competitive_kind"));
    }

    @Test
    void allTypesOfTheDraftAreOneKindAndTheKindsAddUpToTheMarket() {
        Asked kinds = Asked.get(api, "/api/kinds?timeRange=30d");

        assertEquals(List.of("68001", "5300"), kinds.each("kinds", "kind"));
        assertEquals(List.of("2", "2"), kinds.each("kinds", "total_requests"));
        assertEquals(List.of("2", "1"), kinds.each("kinds", "total_responses"));
        assertEquals(List.of("2", "1"), kinds.each("kinds", "num_supporting_dvms"));
    }

    @Test
    void listsKeepToLimitAndOffset() {
        assertEquals(List.of("68001"), Asked.get(api, "/api/kinds?limit=1").each("kinds", "kind"));
        assertEquals(
                List.of("5300"), Asked.get(api, "/api/kinds?limit=1&offset=1").each("kinds", "kind"));
        assertEquals(3, Asked.get(api, "/api/dvms").json().at("/dvms").size());
        assertEquals(1, Asked.get(api, "/api/dvms?offset=2").json().at("/dvms").size());
        assertEquals(
                2, Asked.get(api, "/api/dvms?timeRange=24h").json().at("/dvms").size());
    }

    @Test
    void theWayToAnOffsetCostsNoNumbers() {
        assertEquals(1, Asked.get(api, "/api/dvms?offset=2").json().at("/dvms").size());

        assertEquals(1, market.sums());
    }

    @Test
    void aProviderListsTheKindsThatItWorksFor() {
        Asked provider = Asked.get(api, "/api/stats/dvm/" + person(2).hex() + "?timeRange=7d");

        assertEquals("[5300,68001]", provider.json().at("/supported_kinds").toString());
        assertEquals("2", provider.at("/total_responses"));
        long responses = provider.each("time_series", "total_responses").stream()
                .mapToLong(Long::parseLong)
                .sum();
        assertEquals(2, responses);
    }

    @Test
    void aKindListsWhoSupportsIt() {
        Asked kind = Asked.get(api, "/api/stats/kind/68001");

        assertEquals("2", kind.at("/num_supporting_dvms"));
        assertEquals(2, kind.json().at("/supporting_dvms").size());
        assertEquals("2", kind.at("/total_requests"));
        assertEquals(
                "[\"" + person(2) + "\"]",
                Asked.get(api, "/api/stats/kind/5300")
                        .json()
                        .at("/supporting_dvms")
                        .toString());
    }

    @Test
    void timesAreWrittenAsDvmdashWritesThem() {
        Asked global = Asked.get(api, "/api/stats/global/latest?timeRange=1h");

        assertTrue(
                global.at("/timestamp").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00"),
                global.at("/timestamp"));
        assertTrue(global.at("/time_series/0/time").matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"));
        assertEquals(13, global.json().at("/time_series").size());
    }
}
