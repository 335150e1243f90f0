package dev.souk.marketplace.running;

import static dev.souk.marketplace.running.RunningMarket.CUSTOMER;
import static dev.souk.marketplace.running.RunningMarket.PROVIDER;
import static dev.souk.marketplace.running.RunningMarket.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class JobsOverHttpIT {
    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    private List<String> ids(String query) {
        return StreamSupport.stream(
                        market.json("/api/v1/jobs" + query).path("jobs").spliterator(), false)
                .map(row -> row.path("id").asText())
                .toList();
    }

    @Test
    void aJobTellsWhatBecameOfIt() {
        Event request = market.asked("translation");
        Event result = market.delivered(request);
        market.zapped(result);

        JsonNode job = market.awaitStatus(request, "completed");

        assertEquals(request.id().hex(), job.path("id").asText());
        assertEquals("translation", job.path("j").asText());
        assertEquals(CUSTOMER.publicKey().hex(), job.path("customer").asText());
        assertEquals(100_000, job.at("/bid/msat").asLong());
        assertEquals("local", job.path("zap_trust").asText());
        JsonNode offer = job.at("/offers/0");
        assertEquals(PROVIDER.publicKey().hex(), offer.path("provider").asText());
        assertEquals(21_000, offer.path("claimed_msat").asLong());
        assertEquals(0, offer.path("verified_msat").asLong());
        assertEquals(result.id().hex(), offer.path("first_result").asText());
    }

    @Test
    void aJobCarriesItsSignedStatusOnceThatIsPublished() {
        Event request = market.asked("translation");
        market.delivered(request);

        JsonNode job = market.await(
                job(request), document -> document.at("/event/tags").toString().contains("[\"s\",\"delivered\"]"));

        assertEquals(
                RunningMarket.SELF.publicKey().hex(), job.at("/event/pubkey").asText());
    }

    @Test
    void listsShowWhatIsAskedForAndNothingElse() {
        Event translated = market.asked("translation");
        Event summed = market.asked("summarization");
        market.delivered(translated);
        Event cancelled = market.asked("translation");
        market.cancelled(cancelled);
        market.awaitStatus(cancelled, "cancelled");

        assertEquals(3, ids("").size());
        assertEquals(List.of(summed.id().hex()), ids("?j=summarization"));
        assertEquals(List.of(summed.id().hex()), ids("?status=requested"));
        assertEquals(List.of(cancelled.id().hex()), ids("?j=translation&status=cancelled"));
        assertEquals(List.of(translated.id().hex()), ids("?provider=" + PROVIDER.publicKey()));
        assertEquals(3, ids("?customer=" + CUSTOMER.publicKey()).size());
        assertEquals(List.of(), ids("?customer=" + PROVIDER.publicKey()));
        assertEquals(2, ids("?open=true").size());
        assertEquals(List.of(), ids("?min_bid=100001"));
        assertEquals(3, ids("?kind=68001&min_bid=100000").size());
    }

    @Test
    void aListIsReadPageByPage() {
        for (String type : List.of("a", "b", "c")) {
            market.asked(type);
        }
        market.await("/api/v1/jobs", document -> document.path("jobs").size() == 3);

        JsonNode first = market.json("/api/v1/jobs?limit=2");
        JsonNode second = market.json(
                "/api/v1/jobs?limit=2&cursor=" + first.path("cursor").asText());

        assertEquals(2, first.path("jobs").size());
        assertEquals(1, second.path("jobs").size());
        assertTrue(second.path("cursor").isNull());
    }

    @Test
    void evidenceNamesTheEventAndTheRuleOfEachChange() {
        Event request = market.asked("translation");
        market.passSecond();
        Event working = market.processing(request);
        market.awaitStatus(request, "processing");
        market.passSecond();
        Event result = market.delivered(request);
        market.awaitStatus(request, "delivered");

        JsonNode evidence = market.json(job(request) + "/evidence").path("evidence");

        assertEquals("requested", evidence.at("/0/to").asText());
        JsonNode last = evidence.path(evidence.size() - 1);
        assertEquals("delivered", last.path("to").asText());
        assertEquals("result-by-provider", last.path("rule").asText());
        assertEquals(result.id().hex(), last.path("event").asText());
        JsonNode shown = market.json(last.path("link").asText());
        assertEquals(result.id().hex(), shown.path("id").asText());
        assertEquals(working.id().hex(), evidence.at("/1/event").asText());
    }

    @Test
    void aChainIsFollowedBothWaysAndTellsWhatBlocks() {
        Event first = market.asked("transcription");
        Event second = TestEvents.ofKind(68_001)
                .by(CUSTOMER)
                .at(market.now())
                .tag("j", "translation")
                .tag("input", first.id().hex(), "job")
                .build();
        market.publish(second);
        market.awaitStatus(second, "requested");

        JsonNode downwards = market.json(job(first) + "/chain");
        JsonNode upwards = market.json(job(second) + "/chain");

        assertEquals(second.id().hex(), downwards.at("/waited_for_by/0/id").asText());
        assertEquals(first.id().hex(), upwards.at("/waits_for/0/id").asText());
        assertEquals(first.id().hex(), upwards.at("/blocked_by/0").asText());
        market.delivered(first);
        market.await(
                job(second) + "/chain", document -> document.path("blocked_by").isEmpty());
    }
}
