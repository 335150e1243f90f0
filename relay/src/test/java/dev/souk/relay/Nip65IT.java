package dev.souk.relay;

import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-65, and the list of NIP-17: where somebody writes and reads may be published by anybody, also on a closed relay. */
class Nip65IT {
    private static final SecretKey STRANGER = TestKeys.key(66);

    private ClosedRelay relay = ClosedRelay.start(new TestMembers());

    @AfterEach
    void stops() {
        relay.close();
    }

    private Event list(int kind) {
        return ofKind(kind)
                .by(STRANGER)
                .at(relay.now())
                .tag("r", "wss://relay.example.com")
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {10_002, 10_050})
    void aClosedRelayTakesTheListsOfStrangers(int kind) {
        Event list = list(kind);
        relay.connect().accepted(list);
        assertEquals(List.of(list), relay.connect().stored("{\"kinds\":[" + kind + "]}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10_000, 10_001, 10_003, 30_002})
    void itTakesNothingElseOfThem(int kind) {
        relay.connect().refused(list(kind), "restricted");
    }

    @Test
    void aNewerListReplacesTheOlderOne() {
        TestClient stranger = relay.connect();
        stranger.accepted(list(10_002));
        relay.passes(1);
        Event newer = list(10_002);
        stranger.accepted(newer);
        assertEquals(List.of(newer), stranger.stored("{\"kinds\":[10002]}"));
    }

    @Test
    void withoutTheSettingTheListsOfStrangersAreRefused() {
        relay.close();
        relay = ClosedRelay.start(new TestMembers().fromAnyone(10_050));
        TestClient stranger = relay.connect();
        stranger.refused(list(10_002), "restricted");
        stranger.accepted(list(10_050));
        assertFalse(relay.fixture().information().contains(",65,"));
    }

    @Test
    void theRelaySaysThatItTakesThem() {
        assertTrue(relay.fixture().information().contains(",65,"));
    }
}
