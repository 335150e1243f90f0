package dev.souk.deploy.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayUrlTest {
    @Test
    void aRelayHasAWebSocketUrlAndAnswersHttpBesideIt() {
        RelayUrl url = RelayUrl.parse("wss://relay.example/path?x=1").orElseThrow();
        assertEquals("https://relay.example/path?x=1", url.http().toString());
        assertEquals(
                "http://[::1]:7777",
                RelayUrl.parse("ws://[::1]:7777").orElseThrow().http().toString());
        assertTrue(RelayUrl.isMeant("HTTP://x"));
        assertFalse(RelayUrl.isMeant("{\"a\":\"ws://x\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x", "ws://", "ws:x", "ws:///x", "ws://x y", "ws://x#y", "relay.example"})
    void othersAreNoRelays(String text) {
        assertEquals(Optional.empty(), RelayUrl.parse(text));
    }
}
