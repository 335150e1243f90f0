package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import dev.souk.relay.config.MirrorConfig.HostPort;
import dev.souk.relay.config.MirrorsConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other relays that do not what relays do: each is put up with, and does no harm to clients here. */
@Timeout(180)
class MirrorHostileIT {
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private final RelayFixture relay = RelayFixture.start();
    private final List<AutoCloseable> others = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        relay.close();
        for (AutoCloseable other : others) {
            other.close();
        }
    }

    private FalseRelay mirroring(Direction direction, FalseRelay other) {
        others.add(other);
        mirror(direction, other.uri(), Optional.empty());
        return other;
    }

    private void mirror(Direction direction, URI uri, Optional<HostPort> proxy) {
        MirrorsConfig from = MirrorsConfig.DEFAULT;
        MirrorConfig one = new MirrorConfig(
                "other",
                uri,
                direction,
                List.of(Filter.builder().kinds(1).build()),
                MirrorConfig.Trust.VERIFY,
                true,
                proxy);
        relay.set(config -> config.withMirrors(new MirrorsConfig(
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                100_000,
                from.maxPendingEvents(),
                from.maxUnanswered(),
                from.catchUpInterval(),
                List.of(one))));
    }

    private double connections(String outcome) {
        return relay.meter("souk_mirror_connections_total{mirror=\"other\",outcome=\"" + outcome + "\"}");
    }

    private double down(String outcome) {
        return relay.meter("souk_mirror_events_total{direction=\"down\",mirror=\"other\",outcome=\"" + outcome + "\"}");
    }

    private void isLeftAgainAndAgain() {
        Eventually.holds("it is left again and again", () -> connections("lost") >= 2);
        servesOthers();
    }

    private void servesOthers() {
        relay.connect()
                .accepted(note("others are served " + System.nanoTime()).at(NOW).build());
        assertEquals(1, relay.meter("souk_healthy"));
    }

    private static String event(String subscription, Event event) {
        return "[\"EVENT\",\"" + subscription + "\"," + TestClient.json(event) + "]";
    }

    @Test
    void whatNobodyAskedForIsCountedAndInTheEndLeft() {
        Event wrong = dev.souk.protocol.TestEvents.ofKind(7).at(NOW).build();
        Event right = note("right").at(NOW).build();
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            wire.readUntil("[\"REQ\",\"live\"");
            wire.say(event("other", right));
            for (int i = 0; i < 1_100; i++) {
                wire.say(event("live", wrong));
            }
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
        assertTrue(down("unasked") > 2_000);
        assertFalse(relay.store().contains(wrong.id()));
        assertFalse(relay.store().contains(right.id()));
    }

    @Test
    void forgedEventsAreRefusedAndInTheEndLeft() {
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            wire.readUntil("[\"REQ\",\"live\"");
            for (int i = 0; i < 200; i++) {
                wire.say(event("live", note("forged " + i).at(NOW).unsigned()));
            }
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
        assertTrue(down("forged") > 200);
        assertEquals(0, down("kept"));
    }

    @Test
    void theGoodCopyOfAForgedEventIsWelcome() {
        Event good = note("good").at(NOW).build();
        Event bad = new Event(
                good.id(),
                good.pubkey(),
                good.createdAt(),
                good.kind(),
                good.tags(),
                good.content(),
                note("x").build().sig());
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            wire.readUntil("[\"REQ\",\"live\"");
            wire.say(event("live", bad));
            Eventually.holds("it is refused", () -> down("forged") == 1);
            wire.say(event("live", good));
            wire.awaitEnd();
        }));
        Eventually.holds("the good copy", () -> relay.store().contains(good.id()));
    }

    @Test
    void nonsenseIsCountedAndInTheEndLeft() {
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            for (int i = 0; i < 200; i++) {
                wire.say(List.of("[]", "{}", "x", "[\"EVENT\",\"live\",{}]", "[[[[[[[[[[[", "[\"OK\"]")
                        .get(i % 6));
            }
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
    }

    @Test
    void messagesThatAreTooLongEndTheConnection() {
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            wire.say("[\"NOTICE\",\"" + "x".repeat(200_000) + "\"]");
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
    }

    @Test
    void answersWithoutAnEndAreLeft() {
        List<Event> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            many.add(note("many " + i).at(NOW - 5).unsigned());
        }
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            wire.readUntil("[\"NEG-OPEN\"");
            wire.say("[\"NOTICE\",\"unknown message\"]");
            wire.readUntil("[\"REQ\",\"page\"");
            for (Event event : many) {
                wire.say(event("page", event));
            }
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
    }

    @Test
    void aRelayThatClosesAtOnceIsCalledLaterAndLater() {
        FalseRelay other = mirroring(Direction.BOTH, FalseRelay.playing(wire -> {}));
        isLeftAgainAndAgain();
        assertTrue(other.visits() < 200);
    }

    @Test
    void aRelayThatNeverAnswersTheHandshakeIsGivenUp() {
        mirroring(Direction.BOTH, FalseRelay.raw(FalseRelay.Wire::drain));
        Eventually.holds("it is given up", () -> connections("failed") >= 2);
        servesOthers();
    }

    @Test
    void aRelayThatAnswersByteByByteIsGivenUp() {
        mirroring(Direction.BOTH, FalseRelay.raw(wire -> {
            for (char c : ("HTTP/1.1 101 Switching Protocols\r\n" + "X-Y: " + "z".repeat(10_000)).toCharArray()) {
                wire.write(String.valueOf(c));
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }));
        Eventually.holds("it is given up", () -> connections("failed") >= 2);
        servesOthers();
    }

    @Test
    void aMessageThatComesByteByByteIsGivenUp() {
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            wire.readUntil("[\"REQ\",\"live\"");
            wire.write("\u0001");
            for (int i = 0; i < 100; i++) {
                wire.write("[");
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
    }

    @Test
    void aRelayThatIsSilentIsLeft() {
        mirroring(Direction.DOWN, FalseRelay.playing(FalseRelay.Wire::drain));
        isLeftAgainAndAgain();
    }

    @Test
    void aRedirectIsNotFollowed() {
        FalseRelay target = FalseRelay.playing(FalseRelay.Wire::awaitEnd);
        others.add(target);
        mirroring(Direction.BOTH, FalseRelay.raw(wire -> {
            wire.readHead();
            wire.write("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                    + target.uri().getPort() + "/\r\nContent-Length: 0\r\n\r\n");
        }));
        Eventually.holds("it is given up", () -> connections("failed") >= 2);
        assertEquals(0, target.visits());
    }

    @Test
    void negentropyThatIsNonsenseIsLeft() {
        mirroring(Direction.BOTH, FalseRelay.playing(wire -> {
            wire.readUntil("[\"NEG-OPEN\"");
            wire.say("[\"NEG-MSG\",\"neg\",\"61ffffffffffffff\"]");
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
    }

    @Test
    void negentropyThatListsWhatIsNotThereIsLeft() {
        StringBuilder ids = new StringBuilder("61000002");
        // One range up to infinity, mode 2, 1,000 ids.
        ids.append("8768");
        for (int i = 0; i < 1_000; i++) {
            ids.append(String.format("%064x", i + 1));
        }
        mirroring(Direction.DOWN, FalseRelay.playing(wire -> {
            wire.readUntil("[\"NEG-OPEN\"");
            wire.say("[\"NEG-MSG\",\"neg\",\"" + ids + "\"]");
            for (int i = 0; i < 4; i++) {
                wire.readUntil("[\"REQ\",\"get\"");
                wire.say("[\"EOSE\",\"get\"]");
            }
            wire.readUntil("[\"NEG-CLOSE\"");
            wire.say(event("live", note("and goes on").at(NOW).build()));
            wire.awaitEnd();
        }));
        Eventually.holds("it goes on with what is there", () -> down("kept") == 1);
    }

    @Test
    void aRelayThatTakesNoMoreForAMomentGetsItLater() {
        Event mine = note("mine").at(NOW).build();
        relay.store().save(List.of(mine));
        FalseRelay other = mirroring(Direction.UP, FalseRelay.playing(wire -> {
            wire.readUntil("[\"NEG-OPEN\"");
            wire.say("[\"NEG-ERR\",\"neg\",\"error: not now\"]");
            wire.readUntil("[\"EVENT\"");
            wire.say("[\"OK\",\"" + mine.id() + "\",false,\"rate-limited: slow down\"]");
            wire.readUntil("[\"EVENT\"");
            wire.say("[\"OK\",\"" + mine.id() + "\",true,\"\"]");
            wire.awaitEnd();
        }));
        Eventually.holds(
                "it is taken",
                () -> relay.meter("souk_mirror_events_total{direction=\"up\",mirror=\"other\",outcome=\"kept\"}") == 1);
        assertEquals(1, other.visits());
    }

    @Test
    void aRelayThatRefusesEventsIsNotAskedAgain() {
        Event mine = note("mine").at(NOW).build();
        relay.store().save(List.of(mine));
        mirroring(Direction.UP, FalseRelay.playing(wire -> {
            wire.readUntil("[\"NEG-OPEN\"");
            wire.say("[\"NEG-ERR\",\"neg\",\"error: not now\"]");
            wire.readUntil("[\"EVENT\"");
            wire.say("[\"OK\",\"" + mine.id() + "\",false,\"blocked: \\\"\\n no\"]");
            wire.awaitEnd();
        }));
        Eventually.holds(
                "it is refused",
                () -> relay.meter("souk_mirror_events_total{direction=\"up\",mirror=\"other\",outcome=\"refused\"}")
                        == 1);
    }

    @Test
    void aRelayThatNeverAnswersForEventsIsLeft() {
        relay.store().save(List.of(note("mine").at(NOW).build()));
        mirroring(Direction.UP, FalseRelay.playing(wire -> {
            wire.readUntil("[\"NEG-OPEN\"");
            wire.say("[\"NEG-ERR\",\"neg\",\"error: not now\"]");
            wire.awaitEnd();
        }));
        isLeftAgainAndAgain();
    }

    @Test
    void aProxyLooksTheHostUp() {
        AtomicReference<String> asked = new AtomicReference<>("");
        FalseRelay proxy = FalseRelay.raw(wire -> asked.set(socks(wire)));
        others.add(proxy);
        mirror(
                Direction.DOWN,
                URI.create("ws://nowhere.onion/relay"),
                Optional.of(new HostPort("127.0.0.1", proxy.uri().getPort())));
        Eventually.holds("the proxy is asked", () -> "nowhere.onion:80".equals(asked.get()));
        Eventually.holds("a connection through it", () -> connections("opened") >= 1);
    }

    /** Plays a SOCKS5 proxy, and then the relay behind it. Returns what was asked for. */
    private static String socks(FalseRelay.Wire wire) throws IOException {
        byte[] hello = wire.bytes(2);
        wire.bytes(hello[1]);
        wire.write(new byte[] {5, 0});
        byte[] head = wire.bytes(5);
        String host = new String(wire.bytes(head[4]), java.nio.charset.StandardCharsets.US_ASCII);
        byte[] port = wire.bytes(2);
        wire.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
        wire.shakeHands();
        return host + ":" + (port[0] << 8 | port[1] & 0xFF);
    }
}
