package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.TestJob.id;
import static dev.souk.marketplace.api.TestJob.number;
import static dev.souk.marketplace.api.TestJob.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.relay.extension.HttpRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private final MemoryMarket market = new MemoryMarket().with(number(1).delivered(person(2)));
    private final MarketApi api = new MarketApi(market, ApiSettings.of(ZapTrust.LOCAL));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs?limit=0",
                "/api/v1/jobs?limit=501",
                "/api/v1/jobs?limit=-1",
                "/api/v1/jobs?limit=1e2",
                "/api/v1/jobs?limit=99999999999999999999",
                "/api/v1/jobs?limit=1&limit=2",
                "/api/v1/jobs?limit=",
                "/api/v1/jobs?kind=2147483648",
                "/api/v1/jobs?status=done",
                "/api/v1/jobs?status=requested,,",
                "/api/v1/jobs?open=yes",
                "/api/v1/jobs?customer=npub1abc",
                "/api/v1/jobs?provider=xyz",
                "/api/v1/jobs?min_bid=2100000000000000001",
                "/api/v1/jobs?since=1099511627776",
                "/api/v1/jobs?sort=price",
                "/api/v1/jobs?cursor=made-up",
                "/api/v1/jobs?j=k:x",
                "/api/v1/jobs/12",
                "/api/v1/jobs/12/chain",
                "/api/v1/providers?cursor=made-up",
                "/api/v1/providers/nobody",
                "/api/v1/types?cursor=made-up",
                "/api/v1/stats?window=2h",
                "/api/v1/stats/series?bucket=5m&window=7d",
                "/api/v1/stats/series?bucket=1h&window=all",
                "/api/v1/stream?last_event_id=-1",
                "/api/dvms?limit=1001",
                "/api/kinds?timeRange=all",
                "/api/stats/kind/x",
            })
    void aBadParameterIsNamed(String target) {
        Asked refused = Asked.get(api, target);

        assertEquals(400, refused.status(), refused.body());
        assertEquals("application/problem+json", refused.reply().contentType());
        assertEquals("urn:souk:problem:bad-parameter", refused.at("/type"));
        assertTrue(refused.at("/detail").contains(refused.at("/parameter")), refused.body());
        assertEquals(target.replaceAll("\\?.*", ""), refused.at("/instance"));
        assertEquals("no-store", refused.header("Cache-Control"));
    }

    @Test
    void anUnknownParameterIsAnsweredWithTheNearestKnownOne() {
        Asked refused = Asked.get(api, "/api/v1/jobs?min-bid=1");

        assertEquals(400, refused.status());
        assertEquals("min-bid", refused.at("/parameter"));
        assertTrue(refused.at("/detail").contains("did you mean 'min_bid'?"), refused.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/v1",
                "/api/v2/jobs",
                "/api/v1/jobs/",
                "/api/v1/jobs//chain",
                "/api/v1/types/",
                "/api/v1/stats/",
                "/api/stats/dvm",
                "/api/v1/jobs/a/b/c",
            })
    void anUnknownPathIsAProblemToo(String target) {
        Asked refused = Asked.get(api, target);

        assertEquals(404, refused.status());
        assertEquals("urn:souk:problem:unknown-path", refused.at("/type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs/{id}",
                "/api/v1/jobs/{id}/evidence",
                "/api/v1/jobs/{id}/chain",
                "/api/v1/events/{id}",
                "/api/v1/zaps/{id}",
                "/api/v1/providers/{id}",
                "/api/v1/customers/{id}",
                "/api/v1/types/unheard-of",
                "/api/v1/stats?j=unheard-of",
                "/api/v1/stats/series?j=unheard-of",
                "/api/stats/dvm/{id}",
                "/api/stats/kind/5999",
            })
    void whatNobodyKnowsIsNotFound(String target) {
        Asked refused = Asked.get(api, target.replace("{id}", id(404).hex()));

        assertEquals(404, refused.status());
        assertEquals("urn:souk:problem:not-found", refused.at("/type"));
    }

    @Test
    void whatIsNoTextIsStillAnsweredWithAProblem() {
        String broken = "\ud800\u0000\"\\ \n<script>";
        HttpRoute.Request request = new HttpRoute.Request(
                HttpRoute.Method.GET, "/api/" + broken, Map.of(broken, List.of(broken)), Map.of());

        HttpRoute.Reply reply = api.routes().getFirst().answer().apply(request);

        assertEquals(404, ((HttpRoute.Reply.Whole) reply).status());
    }

    @Test
    void nothingThatAClientSendsFails() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            HttpRoute.Request request = request(random);
            HttpRoute.Reply reply = api.routes().getFirst().answer().apply(request);
            if (reply instanceof HttpRoute.Reply.Whole whole) {
                assertTrue(List.of(200, 400, 404).contains(whole.status()), () -> "seed=" + seed + " " + request);
                assertFalse(whole.body().length == 0, () -> "seed=" + seed + " " + request);
            }
        }
    }

    private HttpRoute.Request request(Random random) {
        List<Endpoint> endpoints = api.endpoints();
        Endpoint endpoint = endpoints.get(random.nextInt(endpoints.size()));
        StringBuilder path = new StringBuilder();
        for (String segment : endpoint.template().substring(1).split("/", -1)) {
            path.append('/').append(segment.startsWith("{") ? text(random) : segment);
        }
        Map<String, List<String>> query = new HashMap<>();
        List<String> names = new ArrayList<>(endpoint.parameters());
        names.add(text(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            query.put(name, random.nextInt(9) == 0 ? List.of(text(random), text(random)) : List.of(text(random)));
        }
        return new HttpRoute.Request(
                HttpRoute.Method.GET, path.toString(), query, Map.of("last-event-id", text(random)));
    }

    private static String text(Random random) {
        String[] known = {
            id(1).hex(),
            person(1).hex(),
            person(2).hex(),
            Nip19Text.of("npub", person(2)),
            "translation",
            "j:translation",
            "k:68001",
            "68001",
            "1",
            "0",
            "500",
            "24h",
            "7d",
            "30d",
            "all",
            "1h",
            "5m",
            "1d",
            "requested,completed",
            "true",
            "newest",
            "bid",
            "at-0",
            "at-1",
            ""
        };
        if (random.nextInt(4) > 0) {
            return known[random.nextInt(known.length)];
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(80); i > 0; i--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
        }
        return text.toString();
    }
}
