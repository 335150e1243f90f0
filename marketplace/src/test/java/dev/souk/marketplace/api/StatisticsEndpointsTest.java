package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.MemoryMarket.NOW;
import static dev.souk.marketplace.api.TestJob.number;
import static dev.souk.marketplace.api.TestJob.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.protocol.TestEvents;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatisticsEndpointsTest {
    private final MemoryMarket market = new MemoryMarket()
            .with(
                    number(1).at(NOW - 1_800).delivered(person(2)),
                    number(2).at(NOW - 10_000).by(person(3)).delivered(person(2)),
                    number(3).at(NOW - 200_000).kind(5_300).worked(person(4)),
                    number(4).at(NOW - 40 * 86_400L).type(JobType.named("a/b")).delivered(person(4)));
    private final MarketApi api = new MarketApi(market, ApiSettings.of(ZapTrust.ANY));

    @Test
    void aWindowHasTheJobsThatWereAskedForInIt() {
        assertEquals("1", Asked.get(api, "/api/v1/stats?window=1h").at("/summary/requests"));
        assertEquals("2", Asked.get(api, "/api/v1/stats").at("/summary/requests"));
        assertEquals("3", Asked.get(api, "/api/v1/stats?window=30d").at("/summary/requests"));
        assertEquals("4", Asked.get(api, "/api/v1/stats?window=all").at("/summary/requests"));
        assertEquals("1", Asked.get(api, "/api/v1/stats?window=30d&j=k:5300").at("/summary/requests"));
    }

    @Test
    void askedClaimedAndVerifiedMoneyStayApart() {
        Asked stats = Asked.get(api, "/api/v1/stats?window=all");

        assertEquals("80000", stats.at("/summary/asked_msat"));
        assertEquals("63000", stats.at("/summary/claimed_msat"));
        assertEquals("0", stats.at("/summary/verified_msat"));
        assertEquals("lnurl", stats.at("/zap_trust"));
    }

    @Test
    void theSignedEventOfTheSameNumbersComesAlong() {
        market.published(TestEvents.ofKind(38_690).tag("d", "market:7d").build())
                .published(
                        TestEvents.ofKind(38_690).tag("d", "j:translation:30d").build());

        assertEquals("38690", Asked.get(api, "/api/v1/stats?window=7d").at("/event/kind"));
        assertEquals("38690", Asked.get(api, "/api/v1/types/translation").at("/event/kind"));
        assertEquals("null", Asked.get(api, "/api/v1/stats?window=24h").at("/event/kind"));
    }

    @Test
    void theBucketsOfASeriesAddUpToTheirWindow() {
        for (String query :
                new String[] {"window=24h", "window=24h&bucket=5m", "window=7d&bucket=1h", "window=7d&bucket=1d"}) {
            Asked series = Asked.get(api, "/api/v1/stats/series?" + query);
            long requests = series.each("points", "requests").stream()
                    .mapToLong(Long::parseLong)
                    .sum();
            String window = query.replaceAll("&.*", "");

            assertEquals(Asked.get(api, "/api/v1/stats?" + window).at("/summary/requests"), "" + requests, query);
        }
    }

    @Test
    void aSeriesOfAllTimeIsCutToItsNewestDays() {
        Asked series = Asked.get(api, "/api/v1/stats/series?window=all");

        assertEquals(StatisticsEndpoints.MAX_POINTS, series.json().at("/points").size());
        assertEquals("86400", series.at("/bucket_seconds"));
    }

    @Test
    void typesAreListedTheMostRecentlyAskedFirst() {
        Asked types = Asked.get(api, "/api/v1/types");

        assertEquals(List.of("j:translation", "k:5300", "j:a/b"), types.each("types", "type"));
        assertEquals("2", types.at("/types/0/all/requests"));
        assertEquals("5300", types.at("/types/1/kind"));
    }

    @Test
    void aTypeWithASlashIsFoundToo() {
        assertEquals("j:a/b", Asked.get(api, "/api/v1/types/a/b").at("/type"));
        assertEquals("j:a/b", Asked.get(api, "/api/v1/types/j:a%2Fb").at("/type"));
    }

    @Test
    void providersComeWithTheirRankAndWhatItIsMadeOf() {
        Asked providers = Asked.get(api, "/api/v1/providers");

        assertEquals(List.of(person(2).hex(), person(4).hex()), providers.each("providers", "pubkey"));
        assertEquals("2", providers.at("/providers/0/rank/customers_served"));
        assertTrue(providers.json().at("/providers/0/rank/score").asDouble() > 0);
        assertEquals("2", providers.at("/providers/0/month/results"));
        assertEquals(
                List.of(person(4).hex()),
                Asked.get(api, "/api/v1/providers?j=k:5300").each("providers", "pubkey"));
    }

    @Test
    void oneProviderTellsWhatItDoesAndWhatItSaysOfItself() {
        Source source = new Source(TestJob.id(70), 31_990, person(2), NOW - 5, Source.HISTORY);
        market.announced(new Reading.Announced(
                source,
                "bot",
                List.of(5_300),
                List.of("translation"),
                Optional.of("Ba\ud800bel"),
                Optional.empty(),
                Optional.empty()));

        Asked provider = Asked.get(api, "/api/v1/providers/" + Nip19Text.of("npub", person(2)));

        assertEquals(person(2).hex(), provider.at("/pubkey"));
        assertEquals("Ba\ufffdbel", provider.at("/name"));
        assertEquals("j:translation", provider.at("/types/0/type"));
        assertEquals("2", provider.at("/types/0/all/results"));
        assertEquals("bot", provider.at("/announcements/0/handler"));
    }

    @Test
    void customersAreShownByTheirKey() {
        assertEquals("1", Asked.get(api, "/api/v1/customers/" + person(3).hex()).at("/all/requests"));
        assertEquals(404, Asked.get(api, "/api/v1/customers/" + person(4).hex()).status());
    }

    @Test
    void anAnswerHasAStrongTagThatChangesWithItsBody() {
        String tag = Asked.get(api, "/api/v1/jobs").header("ETag");
        assertTrue(tag.matches("\"[0-9a-f]{32}\""), tag);
        assertEquals(tag, Asked.get(api, "/api/v1/jobs").header("ETag"));

        market.with(number(9));

        assertTrue(!tag.equals(Asked.get(api, "/api/v1/jobs").header("ETag")));
        assertEquals("public, max-age=1", Asked.get(api, "/api/v1/jobs").header("Cache-Control"));
        assertEquals("public, max-age=10", Asked.get(api, "/api/v1/stats").header("Cache-Control"));
    }

    @Test
    void statisticsAreComputedOnceForAllWhoAskAtTheSameTime() {
        Asked first = Asked.get(api, "/api/v1/stats");
        market.with(number(9));

        assertEquals(first.body(), Asked.get(api, "/api/v1/stats").body());
        assertEquals("4", Asked.get(api, "/api/v1/stats?window=7d").at("/summary/requests"));
    }
}
