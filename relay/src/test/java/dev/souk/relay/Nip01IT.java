package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-01 to the letter, over a real socket. */
class Nip01IT {
    private final RelayFixture relay = RelayFixture.start();
    private final TestClient client = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void acceptsAnEventAndGivesItBack() {
        Event event = note("hello").build();
        client.accepted(event);
        assertEquals(List.of(event), client.stored("{\"ids\":[\"" + event.id() + "\"]}"));
    }

    @Test
    void deliversNewEventsAfterEoseToWhoeverWantsThem() {
        TestClient reader = relay.connect();
        reader.req("live", "{\"kinds\":[1]}");
        assertEquals(List.of(), reader.eventsUntilEose("live"));
        Event event = note("news").build();
        client.accepted(event, ofKind(7).by(bob()).build());
        assertEquals(event, reader.nextEvent("live"));
        reader.nothingMore();
    }

    @Test
    void keepsOnlyTheLatestVersionOfAReplaceableEvent() {
        Event old = ofKind(0).at(1_700_000_000).content("old").build();
        Event latest = ofKind(0).at(1_700_000_001).content("new").build();
        client.accepted(old, latest);
        assertEquals(List.of(latest), client.stored("{\"kinds\":[0]}"));
        assertTrue(client.ok(old).contains(",false,\"duplicate: "));
    }
}
