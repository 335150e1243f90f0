package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.MemoryMarket.NOW;
import static dev.souk.marketplace.api.TestJob.id;
import static dev.souk.marketplace.api.TestJob.number;
import static dev.souk.marketplace.api.TestJob.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.relay.extension.HttpRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is served is what the document says, and the other way round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private static final String V1 = "/api/v1";
    private static final Event RESULT =
            TestEvents.ofKind(68_002).tag("e", id(1).hex()).build();

    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonNode document = read(OpenApi.document());
    private final Description description = new Description(document);
    private final MarketApi api = new MarketApi(market(), ApiSettings.of(ZapTrust.LOCAL));

    private static MemoryMarket market() {
        Source announced = new Source(id(70), 31_990, person(2), NOW - 5, Source.HISTORY);
        Source paid = new Source(id(50), 9_735, person(9), NOW, Source.HISTORY);
        return new MemoryMarket()
                .with(
                        number(1)
                                .bid(5_000)
                                .delivered(person(2))
                                .worked(person(3))
                                .flag(Job.Flag.LATE),
                        number(2).at(NOW - 50).kind(5_300).needs(id(1), id(3)),
                        number(3).at(NOW - 60).needs(id(2)).type(JobType.named("a b/c")),
                        number(4).withoutRequest(),
                        number(5).at(NOW - 40).status(JobStatus.CANCELLED).by(person(8)))
                .filed(RESULT, id(1))
                .stored(ZapEndpointTest.RECEIPT)
                .paid(
                        new Fact.Payment(
                                paid,
                                id(1),
                                person(1),
                                person(2),
                                new PaymentProof(1, 9, Optional.empty(), person(9), List.of("x"), true)),
                        id(1))
                .announced(new Reading.Announced(
                        announced,
                        "",
                        List.of(5_300),
                        List.of("t"),
                        Optional.of("n"),
                        Optional.empty(),
                        Optional.of("p")))
                .published(TestEvents.ofKind(30_383).tag("d", id(1).hex()).build())
                .published(TestEvents.ofKind(30_382).tag("d", person(2).hex()).build())
                .published(TestEvents.ofKind(38_690).tag("d", "market:24h").build());
    }

    private JsonNode read(byte[] json) {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("the document is not JSON", e);
        }
    }

    /** For each path of the document, addresses whose answers are checked. */
    private static Map<String, List<String>> samples() {
        Map<String, List<String>> samples = new TreeMap<>();
        String job = V1 + "/jobs/" + id(1);
        samples.put(V1 + "/jobs", List.of(V1 + "/jobs", V1 + "/jobs?limit=1", V1 + "/jobs?j=none"));
        samples.put(
                V1 + "/jobs/{id}", List.of(job, V1 + "/jobs/" + id(2), V1 + "/jobs/" + id(4), V1 + "/jobs/" + id(5)));
        samples.put(V1 + "/jobs/{id}/evidence", List.of(job + "/evidence", V1 + "/jobs/" + id(4) + "/evidence"));
        samples.put(V1 + "/jobs/{id}/chain", List.of(job + "/chain", V1 + "/jobs/" + id(2) + "/chain"));
        samples.put(V1 + "/events/{id}", List.of(V1 + "/events/" + RESULT.id()));
        samples.put(V1 + "/zaps/{id}", List.of(V1 + "/zaps/" + id(50), V1 + "/zaps/" + ZapEndpointTest.RECEIPT.id()));
        samples.put(V1 + "/providers", List.of(V1 + "/providers", V1 + "/providers?j=translation&limit=1"));
        samples.put(
                V1 + "/providers/{pubkey}", List.of(V1 + "/providers/" + person(2), V1 + "/providers/" + person(3)));
        samples.put(V1 + "/customers/{pubkey}", List.of(V1 + "/customers/" + person(8)));
        samples.put(V1 + "/types", List.of(V1 + "/types", V1 + "/types?limit=1"));
        samples.put(V1 + "/types/{j}", List.of(V1 + "/types/translation", V1 + "/types/k:5300", V1 + "/types/a%20b/c"));
        samples.put(V1 + "/stats", List.of(V1 + "/stats", V1 + "/stats?window=all", V1 + "/stats?window=7d&j=k:5300"));
        samples.put(
                V1 + "/stats/series",
                List.of(V1 + "/stats/series", V1 + "/stats/series?window=1h&bucket=5m&j=translation"));
        samples.put(V1 + "/openapi.json", List.of(V1 + "/openapi.json"));
        samples.put(
                "/api/stats/global/latest",
                List.of("/api/stats/global/latest", "/api/stats/global/latest?timeRange=1h"));
        samples.put("/api/dvms", List.of("/api/dvms", "/api/dvms?offset=9", "/api/dvms?timeRange=24h&limit=1"));
        samples.put("/api/stats/dvm/{dvm_id}", List.of("/api/stats/dvm/" + person(2), "/api/stats/dvm/" + person(3)));
        samples.put("/api/kinds", List.of("/api/kinds", "/api/kinds?limit=1"));
        samples.put("/api/stats/kind/{kind}", List.of("/api/stats/kind/68001", "/api/stats/kind/5300?timeRange=7d"));
        return samples;
    }

    private static List<String> paths() {
        return List.copyOf(samples().keySet());
    }

    @Test
    void everyPathOfTheDocumentIsServedAndEveryServedPathIsDocumented() {
        Set<String> served = new TreeSet<>();
        api.endpoints().forEach(endpoint -> served.add(endpoint.template()));
        Set<String> documented = description.paths();

        assertEquals(documented, served);
        documented.remove(V1 + "/stream");
        assertEquals(documented, samples().keySet(), "a path without a sample is not checked");
    }

    @Test
    void everyParameterOfTheDocumentIsKnownAndEveryKnownOneIsDocumented() {
        for (Endpoint endpoint : api.endpoints()) {
            JsonNode parameters =
                    document.path("paths").path(endpoint.template()).path("get").path("parameters");

            assertEquals(new TreeSet<>(endpoint.parameters()), named(parameters, "query"), endpoint.template());
            assertEquals(variables(endpoint.template()), named(parameters, "path"), endpoint.template());
        }
    }

    private static Set<String> named(JsonNode parameters, String where) {
        Set<String> names = new TreeSet<>();
        parameters.forEach(parameter -> {
            if (parameter.path("in").asText().equals(where)) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    private static Set<String> variables(String template) {
        Set<String> variables = new TreeSet<>();
        for (String segment : template.split("/", -1)) {
            if (segment.startsWith("{")) {
                variables.add(segment.substring(1, segment.length() - 1));
            }
        }
        return variables;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyAnswerIsOfTheSchemaThatTheDocumentGives(String path) {
        for (String target : samples().getOrDefault(path, List.of())) {
            Asked asked = Asked.get(api, target);

            assertEquals(200, asked.status(), target);
            assertEquals("application/json", asked.reply().contentType());
            check(description.schema(path, 200, "application/json"), asked.json(), target);
        }
    }

    @Test
    void everyRefusalIsOfTheSchemaOfProblems() {
        JsonNode schema = description.schema(V1 + "/jobs", 400, Problem.CONTENT_TYPE);

        check(schema, Asked.get(api, V1 + "/jobs?limit=0").json(), "bad parameter");
        check(schema, Asked.get(api, V1 + "/jobs?limits=1").json(), "unknown parameter");
        check(schema, Asked.get(api, V1 + "/job").json(), "unknown path");
        check(schema, Asked.get(api, V1 + "/jobs/" + id(404)).json(), "not found");
    }

    @Test
    void everyChangeOnAStreamIsOfItsSchema() throws Exception {
        HttpRoute.Reply reply = Asked.reply(api, V1 + "/stream?last_event_id=0", Map.of());
        RecordingStream stream = new RecordingStream();
        ((HttpRoute.Reply.Stream) reply).source().accept(stream);
        stream.next();
        String data = stream.next()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .findFirst()
                .orElseThrow();
        ObjectNode schema = mapper.createObjectNode().put("$ref", "#/components/schemas/StatusChange");

        check(schema, mapper.readTree(data.substring(6)), "status change");
        api.close();
    }

    @Test
    void theSchemasAreStrictEnoughToFindAMistake() {
        ObjectNode schema = mapper.createObjectNode().put("$ref", "#/components/schemas/Job");
        ObjectNode job = (ObjectNode) Asked.get(api, V1 + "/jobs/" + id(1)).json();

        assertTrue(description.errors(schema, job).isEmpty());
        assertEquals(
                1, description.errors(schema, job.deepCopy().put("surprise", 1)).size());
        assertEquals(
                1,
                description
                        .errors(schema, job.deepCopy().without(List.of("claimed_msat")))
                        .size());
        assertEquals(
                1,
                description.errors(schema, job.deepCopy().put("status", "done")).size());
    }

    @Test
    void theDocumentHasEveryWordThatTheMarketUses() {
        assertWords("/JobStatus/enum", JobStatus.values(), JobStatus::wire);
        assertWords("/Job/properties/dialect/enum", Dialect.values(), Dialect::wire);
        assertWords("/Job/properties/flags/items/enum", Job.Flag.values(), Job.Flag::wire);
        for (String offer : new String[] {"/Offer", "/OfferRow"}) {
            assertWords(offer + "/properties/status/enum", Offer.Status.values(), Offer.Status::wire);
            assertWords(offer + "/properties/work/enum", Offer.Work.values(), Offer.Work::wire);
            assertWords(offer + "/properties/money/enum", Offer.Money.values(), Offer.Money::wire);
            assertWords(offer + "/properties/verdict/enum", Offer.Verdict.values(), Offer.Verdict::wire);
            assertWords(offer + "/properties/flags/items/enum", Offer.Flag.values(), Offer.Flag::wire);
        }
    }

    private <T> void assertWords(String pointer, T[] values, Function<T, String> wire) {
        Set<String> documented = new TreeSet<>();
        document.at("/components/schemas" + pointer).forEach(word -> {
            if (!word.isNull()) {
                documented.add(word.asText());
            }
        });
        Set<String> used = new TreeSet<>();
        for (T value : values) {
            used.add(wire.apply(value));
        }
        assertEquals(used, documented, pointer);
    }

    @Test
    void everySchemaIsUsedAndEveryReferenceHasItsSchema() {
        String text = document.toString();
        List<String> names = new ArrayList<>();
        document.at("/components/schemas").fieldNames().forEachRemaining(names::add);
        names.remove("StatusChange");

        for (String name : names) {
            assertTrue(text.contains("\"#/components/schemas/" + name + "\""), name);
        }
        document.findValues("$ref")
                .forEach(reference ->
                        assertTrue(!document.at(reference.asText().substring(1)).isMissingNode(), reference.asText()));
    }

    private void check(JsonNode schema, JsonNode answer, String what) {
        assertEquals(List.of(), description.errors(schema, answer), what);
    }
}
