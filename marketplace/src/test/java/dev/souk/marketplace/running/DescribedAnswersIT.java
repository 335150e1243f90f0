package dev.souk.marketplace.running;

import static dev.souk.marketplace.running.RunningMarket.CUSTOMER;
import static dev.souk.marketplace.running.RunningMarket.PROVIDER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.marketplace.api.Description;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a running relay answers is what its own description says. */
@Timeout(120)
class DescribedAnswersIT {
    private static final String V1 = "/api/v1";

    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    private final Description description = new Description(market.json(V1 + "/openapi.json"));

    /** A job of each era that was asked for, done and paid; one who only announces itself; and what is signed of them. */
    private Map<String, List<String>> samples() {
        Event draft = market.asked("translation");
        Event result = market.delivered(draft);
        Event receipt = market.zapped(result);
        Event nip90 = TestEvents.ofKind(5_100).by(CUSTOMER).at(market.now()).build();
        market.publish(
                nip90,
                TestEvents.ofKind(31_990)
                        .by(TestKeys.key(21))
                        .at(market.now())
                        .tag("d", "bot")
                        .tag("k", "5100")
                        .content("{\"name\":\"Babel\"}")
                        .build());
        market.awaitStatus(draft, "completed");
        String customer = V1 + "/customers/" + CUSTOMER.publicKey();
        market.await(customer, document -> !document.path("event").isNull());
        market.await(V1 + "/providers", document -> document.path("providers").size() == 2);

        Map<String, List<String>> samples = new TreeMap<>();
        String job = RunningMarket.job(draft);
        samples.put(V1 + "/jobs", List.of(V1 + "/jobs", V1 + "/jobs?j=translation&limit=1"));
        samples.put(V1 + "/jobs/{id}", List.of(job, RunningMarket.job(nip90)));
        samples.put(V1 + "/jobs/{id}/evidence", List.of(job + "/evidence"));
        samples.put(V1 + "/jobs/{id}/chain", List.of(job + "/chain"));
        samples.put(V1 + "/events/{id}", List.of(V1 + "/events/" + result.id(), V1 + "/events/" + draft.id()));
        samples.put(V1 + "/zaps/{id}", List.of(V1 + "/zaps/" + receipt.id()));
        samples.put(V1 + "/providers", List.of(V1 + "/providers", V1 + "/providers?j=k:5100"));
        samples.put(
                V1 + "/providers/{pubkey}",
                List.of(
                        V1 + "/providers/" + PROVIDER.publicKey(),
                        V1 + "/providers/" + TestKeys.key(21).publicKey()));
        samples.put(V1 + "/customers/{pubkey}", List.of(customer));
        samples.put(V1 + "/types", List.of(V1 + "/types"));
        samples.put(V1 + "/types/{j}", List.of(V1 + "/types/translation", V1 + "/types/k:5100"));
        samples.put(V1 + "/stats", List.of(V1 + "/stats", V1 + "/stats?window=30d&j=k:5100"));
        samples.put(V1 + "/stats/series", List.of(V1 + "/stats/series?window=7d&bucket=1h"));
        samples.put(V1 + "/openapi.json", List.of(V1 + "/openapi.json"));
        samples.put("/api/stats/global/latest", List.of("/api/stats/global/latest"));
        samples.put("/api/dvms", List.of("/api/dvms", "/api/dvms?timeRange=24h&offset=1"));
        samples.put("/api/stats/dvm/{dvm_id}", List.of("/api/stats/dvm/" + PROVIDER.publicKey()));
        samples.put("/api/kinds", List.of("/api/kinds"));
        samples.put("/api/stats/kind/{kind}", List.of("/api/stats/kind/68001", "/api/stats/kind/5100?timeRange=7d"));
        return samples;
    }

    @Test
    void everyAnswerIsOfTheSchemaThatItsPathHas() {
        Map<String, List<String>> samples = samples();

        Set<String> documented = description.paths();
        documented.remove(V1 + "/stream");
        assertEquals(documented, samples.keySet());
        samples.forEach((path, addresses) -> {
            JsonNode schema = description.schema(path, 200, "application/json");
            addresses.forEach(
                    address -> assertEquals(List.of(), description.errors(schema, market.json(address)), address));
        });
    }

    @Test
    void everyRefusalIsOfTheSchemaOfProblems() {
        JsonNode schema = description.schema(V1 + "/jobs", 400, "application/problem+json");
        for (String wrong : List.of("/jobs?limit=0", "/jobs?limits=1", "/job", "/jobs/" + "0".repeat(64))) {
            HttpResponse<String> refusal = market.get(V1 + wrong);

            assertEquals(List.of(), description.errors(schema, market.json(refusal)), wrong);
        }
    }
}
