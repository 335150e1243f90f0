package dev.souk.relay.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Hex;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.storage.SettableClock;
import dev.souk.storage.Table;
import dev.souk.storage.memory.MemoryEventStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs of NIP-98, by the clock and the host; everything that a socket can show is in Nip98IT. */
class HttpAuthTest {
    private static final long NOW = 1_700_000_000;
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final HttpAuth.Outcome PROVEN =
            new HttpAuth.Outcome.Proven(TestKeys.alice().publicKey());
    private static final int MAX = 3;

    private final SettableClock clock = new SettableClock(NOW);
    private final Table table = new MemoryEventStore(clock).table("management");
    private HttpAuth auth = auth(List.of());

    private HttpAuth auth(List<String> urls) {
        return new HttpAuth(
                () -> HttpAuth.urls(urls),
                key -> true,
                new EventVerifier(Schnorr.best()),
                new UsedProofs(table, MAX),
                clock);
    }

    private static ManagementRequest request(TestEvents proof, String host) {
        String header =
                "Nostr " + Base64.getEncoder().encodeToString(proof.build().json());
        return new ManagementRequest("192.0.2.1", List.of(header), Optional.of(host), BODY);
    }

    private static TestEvents proof(String url, long time) {
        return TestEvents.ofKind(27_235)
                .at(time)
                .tag("u", url)
                .tag("method", "POST")
                .tag("payload", Hex.of(Sha256.digest().digest(BODY)));
    }

    private HttpAuth.Outcome judged(String url, String host) {
        return auth.judge(request(proof(url, clock.seconds()), host));
    }

    @ParameterizedTest
    @CsvSource({
        "wss://relay.example, relay.example, true",
        "https://relay.example/, relay.example, true",
        "https://relay.example/, relay.example:443, true",
        "http://relay.example, RELAY.example:80, true",
        "ws://relay.example:7777, relay.example:7777, true",
        "wss://[2001:db8::1]:7777/, [2001:db8::1]:7777, true",
        "wss://relay.example, relay.example:80, false",
        "wss://relay.example, other.example, false",
        "wss://relay.example, '', false",
        "wss://relay.example, relay.example/path, false",
        "wss://relay.example/path, relay.example, false"
    })
    void comparesTheUrlWithTheHostThatWasCalled(String url, String host, boolean isHere) {
        assertEquals(
                isHere ? PROVEN : new HttpAuth.Outcome.Refused("the u tag does not name this relay"),
                judged(url, host));
    }

    @Test
    void asksTheConfiguredUrlsWhenThereAreSome() {
        auth = auth(List.of("wss://relay.example/"));
        assertEquals(PROVEN, judged("https://relay.example", "127.0.0.1:7777"));
        assertEquals(
                new HttpAuth.Outcome.Refused("the u tag does not name this relay"),
                judged("ws://127.0.0.1:7777", "127.0.0.1:7777"));
    }

    @Test
    void forgetsNoProofWhileItIsGood() {
        ManagementRequest early = request(proof("ws://relay.example", NOW + 60), "relay.example");
        assertEquals(PROVEN, auth.judge(early));
        for (long time : List.of(NOW, NOW + 60, NOW + 120)) {
            clock.set(time);
            assertEquals(new HttpAuth.Outcome.Refused("this event was used before"), auth.judge(early));
            assertEquals(
                    new HttpAuth.Outcome.Refused("this event was used before"),
                    auth(List.of()).judge(early),
                    "also after a restart");
        }
        clock.set(NOW + 121);
        assertEquals(new HttpAuth.Outcome.Refused("created_at is more than 60 seconds from now"), auth.judge(early));
    }

    @Test
    void refusesRatherThanForgetsWhenItIsFull() {
        for (int i = 0; i < MAX; i++) {
            assertEquals(PROVEN, judged("ws://relay.example", "relay.example"));
        }
        assertEquals(
                new HttpAuth.Outcome.Refused("too many calls in a short time; try again in a minute"),
                judged("ws://relay.example", "relay.example"));
        clock.set(NOW + 61);
        assertEquals(PROVEN, judged("ws://relay.example", "relay.example"));
        assertEquals(1, table.scan(new byte[0], new byte[0], 10).size());
    }
}
