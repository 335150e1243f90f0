package dev.souk.relay;

import static dev.souk.relay.Operator.body;
import static dev.souk.relay.Operator.error;
import static dev.souk.relay.Operator.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.AuthConfig;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-98: who calls is who signed, for this relay, this body, now, and once. */
@Nip(works = "who calls NIP-86: `payload` required, `ws` or `http` form of the URL, each proof once")
class Nip98IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final String BODY = body("listbannedpubkeys");

    private final RelayFixture relay;
    private Operator alice;

    Nip98IT(@TempDir Path folder) {
        relay = RelayFixture.managedBy(Set.of(ALICE.publicKey()), Set.of(), folder);
        alice = new Operator(relay, ALICE);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private HttpResponse<String> sent(Event proof) {
        return alice.post(BODY, Optional.of(header(proof)));
    }

    private void refused(Event proof, String why) {
        assertEquals(why, error(sent(proof), 401));
    }

    @Test
    void takesAProofForThisRelayThisBodyAndNow() {
        HttpResponse<String> answer = sent(alice.proof(BODY).build());
        assertEquals(200, answer.statusCode());
        assertEquals("{\"result\":[]}", answer.body());
    }

    @Test
    void takesEverySpellingOfItsUrl() {
        String here = "127.0.0.1:" + relay.port();
        for (String url : List.of("ws://", "http://", "WS://", "wss://", "https://")) {
            for (String end : List.of("", "/")) {
                Event proof = alice.unnamed(BODY).tag("u", url + here + end).build();
                assertEquals(200, sent(proof).statusCode(), url + here + end);
            }
        }
    }

    @Test
    void takesNoUrlOfAnother() {
        String here = "127.0.0.1:" + relay.port();
        for (String url : List.of(
                "ws://127.0.0.1/",
                "ws://localhost:" + relay.port(),
                "ws://" + here + "/x",
                "ftp://" + here,
                here,
                "")) {
            refused(alice.unnamed(BODY).tag("u", url).build(), "the u tag does not name this relay");
        }
    }

    @Test
    void takesTheConfiguredUrlsOnlyWhenThereAreSome() {
        RelayFixture named = RelayFixture.start(config -> config.withAuth(
                        new AuthConfig(AuthConfig.Mode.OPTIONAL, List.of("wss://relay.example.com"), Set.of(), true))
                .withMembers(relay.config().members()));
        try (named) {
            Operator operator = new Operator(named, ALICE);
            for (String url : List.of("wss://relay.example.com", "https://Relay.Example.com:443/")) {
                Event proof = operator.unnamed(BODY).tag("u", url).build();
                assertEquals(
                        200, operator.post(BODY, Optional.of(header(proof))).statusCode());
            }
            for (String url : List.of(operator.url(), "ws://relay.example.com", "wss://relay.example.com/x")) {
                Event proof = operator.unnamed(BODY).tag("u", url).build();
                assertEquals(
                        "the u tag does not name this relay",
                        error(operator.post(BODY, Optional.of(header(proof))), 401));
            }
        }
    }

    @Test
    void takesNoProofTwice() {
        Event proof = alice.proof(BODY).build();
        assertEquals(200, sent(proof).statusCode());
        refused(proof, "this event was used before");
        relay.restart();
        alice = new Operator(relay, ALICE);
        Event again = alice.proof(BODY).build();
        assertEquals(200, sent(again).statusCode());
        refused(again, "this event was used before");
    }

    @Test
    void takesNoProofTwiceOverARestart() {
        RelayFixture named = RelayFixture.start(config -> config.withAuth(
                        new AuthConfig(AuthConfig.Mode.OPTIONAL, List.of("wss://relay.example.com"), Set.of(), true))
                .withMembers(relay.config().members()));
        try (named) {
            Operator operator = new Operator(named, ALICE);
            String proof = header(
                    operator.unnamed(BODY).tag("u", "wss://relay.example.com").build());
            assertEquals(200, operator.post(BODY, Optional.of(proof)).statusCode());
            named.restart();
            assertEquals("this event was used before", error(operator.post(BODY, Optional.of(proof)), 401));
        }
    }

    @Test
    void takesTwoEqualCallsOfOneSecondWhenEachIsSigned() {
        Event first = alice.proof(BODY).build();
        Event second = alice.proof(BODY).build();
        assertEquals(first.id(), second.id());
        assertEquals(200, sent(first).statusCode());
        assertEquals(200, sent(second).statusCode());
    }

    @Test
    void takesProofsOfTheLastAndTheNextMinute() {
        long now = relay.now().getEpochSecond();
        for (long time : List.of(now - 60, now + 60)) {
            assertEquals(200, sent(alice.proof(BODY).at(time).build()).statusCode());
        }
        for (long time : List.of(now - 61, now + 61, 0L, Event.MAX_TIME)) {
            refused(alice.proof(BODY).at(time).build(), "created_at is more than 60 seconds from now");
        }
    }

    @Test
    void takesNoProofForAnotherBody() {
        String other = body("banpubkey", TestKeys.bob().publicKey().hex());
        Event proof = alice.proof(BODY).build();
        assertEquals(
                "the payload tag is not the SHA-256 of the body",
                error(alice.post(other, Optional.of(header(proof))), 401));
        assertEquals(200, sent(proof).statusCode(), "a refused use does not use it up");
    }

    @Test
    void needsThePayloadTheMethodAndTheUrlOnceEach() {
        TestEvents bare = TestEvents.ofKind(27_235).by(ALICE);
        refused(bare.build(), "the u tag does not name this relay");
        refused(bare.tag("u", alice.url()).build(), "the method tag is not POST");
        refused(bare.tag("method", "POST").build(), "the payload tag is not the SHA-256 of the body");
        assertEquals(200, sent(bare.tag("payload", Operator.hash(BODY)).build()).statusCode());
        refused(bare.tag("payload", "0".repeat(64)).build(), "the payload tag is not the SHA-256 of the body");
        refused(alice.proof(BODY).tag("u", "wss://other.example").build(), "the u tag does not name this relay");
        refused(alice.proof(BODY).tag("method", "GET").build(), "the method tag is not POST");
    }

    @Test
    void takesNoProofOfAnotherKind() {
        refused(alice.proof(BODY).kind(22_242).build(), "the event is not of kind 27235");
    }

    @Test
    void takesNoProofOfAStranger() {
        Operator bob = new Operator(relay, TestKeys.bob());
        assertEquals("this key manages nothing here", error(bob.answer(BODY), 401));
    }

    @Test
    void takesNoProofThatIsNotSigned() {
        refused(alice.proof(BODY).unsigned(), "the id or the signature of the event is wrong");
        Event good = alice.proof(BODY).build();
        Event changed =
                new Event(good.id(), good.pubkey(), good.createdAt(), good.kind(), good.tags(), "more", good.sig());
        refused(changed, "the id or the signature of the event is wrong");
        assertEquals(200, sent(good).statusCode(), "the good copy is welcome later");
    }

    @Test
    void asksForAProof() {
        HttpResponse<String> answer = alice.post(BODY, Optional.empty());
        assertTrue(error(answer, 401).startsWith("the Authorization header holds no event: there are 0"));
        assertEquals("Nostr", answer.headers().firstValue("WWW-Authenticate").orElse(""));
        assertEquals(
                "*", answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    static Stream<String> headersThatHoldNoEvent() {
        return Stream.of(
                "Nostr",
                "Nostr ",
                "Bearer abc",
                "Basic " + base64("alice:secret"),
                "Nostr !!!!",
                "Nostr " + base64("{}"),
                "Nostr " + base64("[]"),
                "Nostr " + base64("null"),
                "Nostr " + base64("{\"id\":1}"),
                "Nostr " + base64("[".repeat(4_000)),
                "Nostr " + base64("\u0000\u0001"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("headersThatHoldNoEvent")
    void takesNothingElseForAProof(String header) {
        assertTrue(error(alice.post(BODY, Optional.of(header)), 401)
                .startsWith("the Authorization header holds no event: "));
    }

    @Test
    void takesNoTwoHeaders() {
        HttpResponse<String> answer = Operator.send(alice.request(BODY)
                .header("Authorization", header(alice.proof(BODY).build()))
                .header("Authorization", header(alice.proof(BODY).build())));
        assertTrue(error(answer, 401).contains("there are 2 such headers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nostr ", "NOSTR ", "Nostr  "})
    void readsTheSchemeInAnySpelling(String scheme) {
        String proof = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(alice.proof(BODY).build().json());
        assertEquals(200, alice.post(BODY, Optional.of(scheme + proof)).statusCode());
    }

    @Test
    void isAdvertisedWhenSomebodyManages() {
        String nips = relay.information().split("supported_nips", 2)[1].split("]", 2)[0];
        assertTrue(nips.contains(",56,") && nips.contains(",86,") && nips.contains(",98"), nips);
    }
}
