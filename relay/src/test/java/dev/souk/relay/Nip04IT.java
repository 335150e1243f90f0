package dev.souk.relay;

import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-04: old direct messages are shown to the two whom they concern, and to nobody else. */
@Nip(works = "kind 4 is shown only to its author and its recipient")
class Nip04IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();

    private final RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    @Test
    void aDirectMessageIsBetweenTwo() {
        Event message = ofKind(4).by(ALICE).tag("p", BOB.publicKey().hex()).build();
        relay.connect().accepted(message);
        for (SecretKey key : List.of(ALICE, BOB)) {
            TestClient client = relay.connect();
            client.authenticate(key);
            assertEquals(List.of(message), client.stored("{\"kinds\":[4]}"));
        }
        TestClient other = relay.connect();
        other.authenticate(TestKeys.key(66));
        assertEquals(List.of(), other.stored("{\"kinds\":[4]}", "{\"#p\":[\"" + BOB.publicKey() + "\"]}"));
        assertTrue(
                relay.connect().req("q", "{\"kinds\":[4]}").next().startsWith("[\"CLOSED\",\"q\",\"auth-required: "));
    }
}
