package dev.souk.deploy.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    @Test
    void evidenceIsOneLineForEachChange() throws IOException {
        String json =
                "{\"job\":\"x\",\"evidence\":[{\"at\":1700000000,\"from\":null,\"to\":\"requested\",\"rule\":\"request\","
                        + "\"event\":\"ab\",\"link\":\"/api\"},{\"at\":1700000060,\"from\":\"requested\",\"to\":\"expired\","
                        + "\"rule\":\"deadline\",\"event\":null,\"extra\":{\"a\":[1]}}],\"signed\":{\"evidence\":1}}";
        assertEquals(
                List.of(
                        "2023-11-14T22:13:20Z  requested         request, event ab",
                        "2023-11-14T22:14:20Z  expired           deadline, by the clock"),
                Evidence.read(json.getBytes(StandardCharsets.UTF_8)));
    }
}
