package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.AuthConfig.Mode;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-42: clients prove who they are, and what the relay lets them do then. */
@Nip(
        works = "challenge at connect, up to 16 keys on one connection, proof needed to write, to read, or for "
                + "private kinds only")
class Nip42IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    private void relayWith(AuthConfig auth) {
        relay.close();
        relay = RelayFixture.withAuth(auth);
    }

    private void relayIn(Mode mode) {
        relayWith(new AuthConfig(mode, List.of(), AuthConfig.DEFAULT.privateKinds(), true));
    }

    private static TestEvents proof(SecretKey key, String challenge) {
        return ofKind(22_242).by(key).at(NOW).tag("relay", "ws://127.0.0.1/").tag("challenge", challenge);
    }

    private static String auth(TestClient client, Event proof) {
        return client.send("[\"AUTH\"," + TestClient.json(proof) + "]").next();
    }

    private static void assertRefused(Event proof, String answer) {
        assertTrue(answer.startsWith("[\"OK\",\"" + proof.id() + "\",false,\"invalid: "), answer);
    }

    @Test
    void everyConnectionGetsAChallengeOfItsOwn() {
        assertNotEquals(relay.connect().challenge(), relay.connect().challenge());
    }

    @Test
    void aProofMayNameTheRelayInAnySpelling() {
        relayWith(new AuthConfig(Mode.OPTIONAL, List.of("wss://Relay.Example.com"), Set.of(), true));
        for (String url :
                List.of("wss://relay.example.com", "WSS://RELAY.example.com:443/", "ws://relay.example.com:7")) {
            TestClient client = relay.connect();
            Event proof = ofKind(22_242)
                    .by(ALICE)
                    .at(NOW)
                    .tag("relay", url)
                    .tag("challenge", client.challenge())
                    .build();
            assertEquals("[\"OK\",\"" + proof.id() + "\",true,\"\"]", auth(client, proof));
        }
    }

    @Test
    void aProofForAnotherRelayProvesNothing() {
        relayWith(new AuthConfig(Mode.OPTIONAL, List.of("wss://relay.example.com"), Set.of(), true));
        TestClient client = relay.connect();
        Event proof = proof(ALICE, client.challenge()).build();
        assertRefused(proof, auth(client, proof));
    }

    @Test
    void aProofWithAnotherChallengeProvesNothing() {
        TestClient client = relay.connect();
        String others = relay.connect().challenge();
        for (String challenge : List.of(others, "", client.challenge() + "x")) {
            Event proof = proof(ALICE, challenge).build();
            assertRefused(proof, auth(client, proof));
        }
    }

    @Test
    void aProofFromAnotherTimeProvesNothing() {
        TestClient client = relay.connect();
        String challenge = client.challenge();
        for (long at : new long[] {NOW - 601, NOW + 601, 0}) {
            Event proof = proof(ALICE, challenge).at(at).build();
            assertRefused(proof, auth(client, proof));
        }
        Event late = proof(ALICE, challenge).at(NOW - 600).build();
        assertEquals("[\"OK\",\"" + late.id() + "\",true,\"\"]", auth(client, late));
    }

    @Test
    void aProofOfAnotherKindOrWithABadSignatureProvesNothing() {
        TestClient client = relay.connect();
        String challenge = client.challenge();
        Event other = ofKind(1)
                .by(ALICE)
                .at(NOW)
                .tag("relay", "ws://127.0.0.1")
                .tag("challenge", challenge)
                .build();
        Event unsigned = proof(ALICE, challenge).unsigned();
        assertRefused(other, auth(client, other));
        assertRefused(unsigned, auth(client, unsigned));
        client.send("[\"REQ\",\"private\",{\"kinds\":[4]}]");
        assertTrue(client.next().startsWith("[\"CLOSED\",\"private\",\"auth-required: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"AUTH\"]", "[\"AUTH\",1]", "[\"AUTH\",\"challenge\"]", "[\"AUTH\",{}]"})
    void whatIsNoProofGetsANotice(String message) {
        TestClient client = relay.connect();
        assertTrue(client.send(message).next().startsWith("[\"NOTICE\",\"invalid: "));
        client.accepted(note("still here").build());
    }

    @Test
    void proofsAreNeverPublished() {
        TestClient reader = relay.connect();
        reader.subscribe("all", "{\"kinds\":[22242]}");
        TestClient client = relay.connect();
        Event proof = proof(ALICE, client.challenge()).build();
        client.refused(proof, "invalid");
        authenticated(client, proof);
        reader.nothingMore();
        assertEquals(List.of(), reader.stored("{\"kinds\":[22242]}"));
    }

    private static void authenticated(TestClient client, Event proof) {
        assertEquals("[\"OK\",\"" + proof.id() + "\",true,\"\"]", auth(client, proof));
    }

    @Test
    void whereProofIsNeededToWriteItIsEnoughOnce() {
        relayIn(Mode.WRITE);
        TestClient client = relay.connect();
        Event note = note("hello").by(BOB).build();
        client.refused(note, "auth-required");
        client.authenticate(ALICE);
        client.accepted(note);
        assertEquals(List.of(note), relay.connect().stored("{}"));
    }

    @Test
    void whereProofIsNeededToReadARequestIsClosedWithoutIt() {
        relayIn(Mode.READ);
        TestClient client = relay.connect();
        Event note = note("hello").build();
        client.accepted(note);
        assertTrue(client.req("q", "{}").next().startsWith("[\"CLOSED\",\"q\",\"auth-required: "));
        client.authenticate(ALICE);
        assertEquals(List.of(note), client.stored("{}"));
    }

    @Test
    void whereNobodyIsAskedNoProofIsTaken() {
        relayIn(Mode.OFF);
        TestClient client = relay.connect();
        Event proof = proof(ALICE, "anything").build();
        assertTrue(auth(client, proof).startsWith("[\"OK\",\"" + proof.id() + "\",false,\"unsupported: "));
    }

    @Test
    void whereNobodyIsAskedPrivateEventsAreHiddenUnlessNoKindIsPrivate() {
        relayIn(Mode.OFF);
        Event message = ofKind(4).by(ALICE).tag("p", BOB.publicKey().hex()).build();
        TestClient client = relay.connect();
        client.accepted(message);
        assertTrue(client.req("q", "{\"kinds\":[4]}").next().startsWith("[\"CLOSED\",\"q\",\"restricted: "));
        assertEquals(List.of(), client.stored("{}"));
        relayWith(new AuthConfig(Mode.OFF, List.of(), Set.of(), true));
        TestClient other = relay.connect();
        other.accepted(message);
        assertEquals(List.of(message), other.stored("{\"kinds\":[4]}"));
    }

    @Test
    void everyKeyThatWasProvedCounts() {
        TestClient client = relay.connect();
        String challenge = client.challenge();
        authenticated(client, proof(ALICE, challenge).build());
        authenticated(client, proof(BOB, challenge).build());
        Event ofAlice =
                ofKind(4).by(ALICE).tag("p", TestKeys.key(7).publicKey().hex()).build();
        Event toBob =
                ofKind(4).by(TestKeys.key(7)).tag("p", BOB.publicKey().hex()).build();
        client.accepted(ofAlice, toBob);
        assertEquals(Set.of(ofAlice, toBob), Set.copyOf(client.stored("{\"kinds\":[4]}")));
    }

    @Test
    void oneConnectionProvesAtMostSixteenKeys() {
        TestClient client = relay.connect();
        String challenge = client.challenge();
        for (int i = 0; i < 16; i++) {
            authenticated(client, proof(TestKeys.key(i + 10), challenge).build());
        }
        Event another = proof(TestKeys.key(99), challenge).build();
        assertTrue(auth(client, another).startsWith("[\"OK\",\"" + another.id() + "\",false,\"restricted: "));
        authenticated(client, proof(TestKeys.key(10), challenge).at(NOW - 1).build());
    }

    @Test
    void proofsThatCameAtOnceProveNoMoreKeysThanOthers() {
        TestClient client = relay.connect();
        String challenge = client.challenge();
        List<Event> proofs = IntStream.range(0, 20)
                .mapToObj(i -> proof(TestKeys.key(i + 10), challenge).build())
                .toList();
        proofs.forEach(proof -> client.send("[\"AUTH\"," + TestClient.json(proof) + "]"));
        int accepted = 0;
        for (int i = 0; i < proofs.size(); i++) {
            String answer = client.next();
            boolean isAccepted = answer.contains(",true,");
            assertTrue(isAccepted || answer.contains(",false,\"restricted: at most 16 keys"), answer);
            accepted += isAccepted ? 1 : 0;
        }
        assertEquals(16, accepted);
    }

    @Test
    void aClientThatProvesNothingAgainAndAgainIsNotCheckedForAWhile() {
        TestClient client = relay.connect();
        String challenge = client.challenge();
        int wrong = 0;
        for (int i = 0; i < 100; i++) {
            Event forged = proof(ALICE, challenge).tag("n", "" + i).unsigned();
            String answer = auth(client, forged);
            boolean isChecked = answer.contains(",false,\"invalid: ");
            assertTrue(isChecked || answer.contains(",false,\"rate-limited: at most 20 proofs"), answer);
            wrong += isChecked ? 1 : 0;
        }
        assertTrue(wrong >= 20 && wrong < 60, wrong + " were checked");
        client.accepted(note("still here").build());
        Event right = proof(ALICE, challenge).build();
        Eventually.holds("a right one is taken", () -> auth(client, right).contains(",true,"));
    }
}
