package dev.souk.marketplace.running;

import static dev.souk.marketplace.running.RunningMarket.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.protocol.Event;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the market's documents travel: who may read them, for how long they hold, and what a mistake is answered with. */
@Timeout(180)
class DocumentsIT {
    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void everyOriginMayReadThem() {
        for (String path : List.of("/api/v1/jobs", "/api/v1/stats", "/api/v1/jobs/nonsense", "/api/dvms")) {
            assertEquals(
                    "*", header(market.get(path, "Origin", "https://board.example"), "access-control-allow-origin"));
        }
        HttpResponse<String> preflight = market.ask("OPTIONS", "/api/v1/jobs");
        assertEquals(204, preflight.statusCode());
        assertEquals("*", header(preflight, "access-control-allow-origin"));
    }

    @Test
    void aDocumentThatHasNotChangedIsNotSentAgain() {
        Event request = market.asked("translation");
        market.await(job(request), document -> !document.path("event").isNull());
        HttpResponse<String> first = market.get(job(request));
        String tag = header(first, "etag");
        assertTrue(tag.matches("\"[^\"]+\""), tag);

        HttpResponse<String> again = market.get(job(request), "If-None-Match", tag);

        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
        assertEquals(tag, header(again, "etag"));
        market.delivered(request);
        market.awaitStatus(request, "delivered");
        assertEquals(200, market.get(job(request), "If-None-Match", tag).statusCode());
    }

    @Test
    void aHeadIsTheAnswerWithoutItsBody() {
        HttpResponse<String> head = market.ask("HEAD", "/api/v1/stats");
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertTrue(header(head, "cache-control").contains("max-age=10"), header(head, "cache-control"));
    }

    @Test
    void mistakesAreProblemDocuments() {
        HttpResponse<String> unknown = market.get("/api/v1/jobs/" + "0".repeat(64));
        assertEquals(404, unknown.statusCode());
        assertEquals("application/problem+json", header(unknown, "content-type"));
        HttpResponse<String> wrong = market.get("/api/v1/jobs?limit=501");
        assertEquals(400, wrong.statusCode());
        assertEquals("limit", market.json(wrong).path("parameter").asText());
        assertEquals(405, market.ask("DELETE", "/api/v1/jobs").statusCode());
    }

    @Test
    void theDescriptionNamesPathsThatAnswer() {
        JsonNode description = market.json("/api/v1/openapi.json");
        assertTrue(
                description.path("openapi").asText().startsWith("3.1"),
                description.path("openapi").asText());
        for (String path : List.of("/jobs", "/providers", "/types", "/stats", "/stats/series")) {
            assertTrue(description.path("paths").has("/api/v1" + path), path);
            assertEquals(200, market.get("/api/v1" + path).statusCode(), path);
        }
    }
}
