package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-17: private messages are shown only to their author and to those whom they are for. */
@Nip(
        works = "kinds 4, 44 and 1059 (configurable) are shown only to those they concern: stored, live, and in what "
                + "EOSE says")
class Nip17IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final SecretKey EVE = TestKeys.key(66);
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private final RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    private TestClient connect(SecretKey key) {
        TestClient client = relay.connect();
        client.authenticate(key);
        return client;
    }

    private static Event message(int kind) {
        return ofKind(kind).by(ALICE).at(NOW).tag("p", BOB.publicKey().hex()).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 44, 1_059})
    void storedMessagesAreShownToThoseTheyConcern(int kind) {
        Event message = message(kind);
        Event note = note("public").at(NOW - 1).build();
        relay.connect().accepted(message, note);

        assertEquals(List.of(message, note), connect(ALICE).stored("{}"));
        assertEquals(List.of(message, note), connect(BOB).stored("{}"));
        assertEquals(List.of(note), connect(EVE).stored("{}"));
        assertEquals(List.of(note), relay.connect().stored("{}"));
        assertEquals(List.of(), connect(EVE).stored("{\"ids\":[\"" + message.id() + "\"]}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 44, 1_059, 21_059})
    void liveMessagesAreShownToThoseTheyConcern(int kind) {
        TestClient alice = connect(ALICE);
        TestClient bob = connect(BOB);
        TestClient eve = connect(EVE);
        TestClient nobody = relay.connect();
        for (TestClient client : List.of(alice, bob, eve, nobody)) {
            client.subscribe("all", "{}");
        }
        Event message = message(kind);
        relay.connect().accepted(message);

        assertEquals(message, alice.nextEvent("all"));
        assertEquals(message, bob.nextEvent("all"));
        eve.nothingMore();
        nobody.nothingMore();
    }

    @Test
    void whoAsksForPrivateKindsOnlyIsAskedWhoHeIs() {
        TestClient nobody = relay.connect();
        assertTrue(nobody.req("q", "{\"kinds\":[1059,4]}").next().startsWith("[\"CLOSED\",\"q\",\"auth-required: "));
        assertEquals(List.of(), nobody.stored("{\"kinds\":[1059,1]}"));
        assertEquals(List.of(), connect(EVE).stored("{\"kinds\":[1059]}"));
    }

    @Test
    void theLimitCountsWhatMayBeSeen() {
        TestClient client = relay.connect();
        Event note = note("public").at(NOW - 10).build();
        client.accepted(note);
        for (int i = 0; i < 5; i++) {
            client.accepted(ofKind(1_059)
                    .by(TestKeys.key(100 + i))
                    .at(NOW - i)
                    .tag("p", BOB.publicKey().hex())
                    .build());
        }
        assertEquals(List.of(note), client.stored("{\"limit\":1}"));
        assertEquals(5, connect(BOB).stored("{\"limit\":5}").size());
    }

    @Test
    void nobodyIsToldThatHeSawEverythingWhenSomethingWasHidden() {
        relay.connect().accepted(message(1_059));
        assertEquals("[\"EOSE\",\"eose\"]", relay.connect().eose("{}"));
        assertEquals("[\"EOSE\",\"eose\",[\"finish\"]]", connect(BOB).eose("{}"));
    }

    @Test
    void whatCouldNotBeSeenBeforeTheProofDoesNotAppearAfterIt() {
        TestClient bob = relay.connect();
        bob.subscribe("before", "{}");
        bob.authenticate(BOB);
        relay.connect().accepted(message(1_059));
        bob.nothingMore();
        assertEquals(1, bob.stored("{\"kinds\":[1059]}").size());
    }
}
