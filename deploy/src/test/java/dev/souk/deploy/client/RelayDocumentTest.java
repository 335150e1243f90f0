package dev.souk.deploy.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayDocumentTest {
    @Test
    void aRelaysDocumentTellsItsKeyAndWhereItsMarketIs() throws IOException {
        String key = "e".repeat(64);
        RelayDocument document =
                document("{\"name\":\"x\",\"limitation\":{\"self\":\"" + "f".repeat(64) + "\"},\"self\":\"" + key
                        + "\",\"job_market\":{\"dialects\":[\"68001\"],\"http\":\"/api/v1\"},\"supported_nips\":[1]}");
        assertEquals(new RelayDocument(Optional.of(Bytes32.ofHex(key)), Optional.of("/api/v1")), document);
        assertEquals(new RelayDocument(Optional.empty(), Optional.empty()), document("{\"self\":1,\"job_market\":[]}"));
        assertEquals(
                Optional.empty(),
                document("{\"job_market\":{\"http\":\"//evil.example\"}}").marketPath());
    }

    private static RelayDocument document(String json) throws IOException {
        return RelayDocument.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
