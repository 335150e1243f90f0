package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that break the rules of HTTP and WebSocket are closed, and only they. */
class HostileSocketsIT {
    private static final String REQ = "[\"REQ\",\"q\",{\"limit\":0}]";

    private final RelayFixture relay =
            RelayFixture.withLimits(new TestLimits().maxMessageBytes(2_000).build());
    private final TestClient bystander = relay.connect();

    /** For those whose patience is looked at; with the others a busy machine would come too late. */
    private void beImpatient() {
        relay.set(config -> config.withLimits(new TestLimits()
                .maxMessageBytes(2_000)
                .handshakeTimeout(Duration.ofMillis(1_200))
                .pingInterval(Duration.ofMillis(1_000))
                .idleTimeout(Duration.ofMillis(3_000))
                .build()));
    }

    @AfterEach
    void theOthersAreUnaffected() {
        Event event = note("unharmed").build();
        bystander.accepted(event);
        relay.close();
    }

    @Test
    void closesOnAnUnmaskedFrame() {
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(new byte[] {(byte) 0x81, 2, '[', ']'});
            assertEquals(1002, raw.readToTheEnd());
        }
    }

    @Test
    void closesOnReservedBitsThatWereNotNegotiated() {
        for (int bits : new int[] {0x40, 0x20, 0x10}) {
            try (RawSocket raw = RawSocket.webSocket(relay)) {
                raw.send(RawSocket.frame(0x81 | bits, REQ.getBytes(StandardCharsets.UTF_8)));
                assertEquals(1002, raw.readToTheEnd());
            }
        }
    }

    @Test
    void closesOnABinaryFrame() {
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(RawSocket.frame(0x80 | RawSocket.BINARY, new byte[] {1, 2, 3}));
            assertEquals(1003, raw.readToTheEnd());
        }
    }

    @Test
    void closesOnTheHeaderOfAnOversizeFrameAlone() {
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(ByteBuffer.allocate(14)
                    .put((byte) 0x81)
                    .put((byte) 0xFF)
                    .putLong(1L << 40)
                    .putInt(0)
                    .array());
            assertEquals(1009, raw.readToTheEnd());
        }
    }

    @Test
    void actsUponExactlyTheLongestMessageAndNotOnOneByteMore() {
        String padded = "[\"REQ\",\"q\",{\"limit\":0}" + " ".repeat(2_000 - REQ.length()) + "]";
        assertEquals(2_000, padded.length());
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.text(padded);
            assertTrue(raw.read().text().startsWith("[\"EOSE\",\"q\""));
            raw.text(padded.replace("]", " ]"));
            assertEquals(1009, raw.readToTheEnd());
        }
    }

    @Test
    void putsAFragmentedMessageTogetherAndClosesWhenItGrowsTooLong() {
        byte[] message = REQ.getBytes(StandardCharsets.UTF_8);
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(RawSocket.frame(RawSocket.TEXT, Arrays.copyOfRange(message, 0, 5)));
            raw.send(RawSocket.frame(0x80 | RawSocket.PING, new byte[] {7}));
            assertEquals(RawSocket.PONG, raw.read().opcode());
            raw.send(RawSocket.frame(0, Arrays.copyOfRange(message, 5, 9)));
            raw.send(RawSocket.frame(0x80, Arrays.copyOfRange(message, 9, message.length)));
            assertTrue(raw.read().text().startsWith("[\"EOSE\",\"q\""));
            raw.send(RawSocket.frame(RawSocket.TEXT, new byte[1_500]));
            raw.send(RawSocket.frame(0x80, new byte[1_500]));
            assertEquals(1009, raw.readToTheEnd());
        }
    }

    @Test
    void closesOnABrokenControlFrame() {
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(RawSocket.frame(RawSocket.PING, new byte[] {1}));
            assertEquals(1002, raw.readToTheEnd());
        }
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(RawSocket.frame(0x80 | RawSocket.PING, new byte[126]));
            assertEquals(1002, raw.readToTheEnd());
        }
    }

    @Test
    void answersPingAndClose() {
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(RawSocket.frame(0x80 | RawSocket.PING, "hi".getBytes(StandardCharsets.UTF_8)));
            RawSocket.Frame pong = raw.read();
            assertEquals(RawSocket.PONG, pong.opcode());
            assertEquals("hi", pong.text());
            raw.send(RawSocket.frame(0x80 | RawSocket.CLOSE, new byte[] {3, (byte) 0xE8}));
            assertEquals(1000, raw.readToTheEnd());
        }
    }

    @Test
    void actsOnFramesThatFollowTheHandshakeInOnePacket() {
        try (RawSocket raw = RawSocket.open(relay)) {
            byte[] handshake = ("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] frame = RawSocket.frame(0x81, REQ.getBytes(StandardCharsets.UTF_8));
            byte[] both = Arrays.copyOf(handshake, handshake.length + frame.length);
            System.arraycopy(frame, 0, both, handshake.length, frame.length);
            raw.send(both);
            assertTrue(raw.readHead().startsWith("HTTP/1.1 101 "));
            assertTrue(raw.read().text().startsWith("[\"EOSE\",\"q\""));
        }
    }

    @Test
    void takesAMessageThatComesByteByByte() {
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            for (byte each : RawSocket.frame(0x81, REQ.getBytes(StandardCharsets.UTF_8))) {
                raw.send(new byte[] {each});
            }
            assertTrue(raw.read().text().startsWith("[\"EOSE\",\"q\""));
        }
    }

    @Test
    void closesAConnectionThatNeverShakesHands() {
        beImpatient();
        try (RawSocket silent = RawSocket.open(relay);
                RawSocket slow = RawSocket.open(relay)) {
            slow.send("GET / HTTP/1.1\r\nHos".getBytes(StandardCharsets.US_ASCII));
            assertEquals("", silent.readHead());
            assertEquals("", slow.readHead());
        }
    }

    @Test
    void pingsAQuietClientAndClosesOneThatDoesNotAnswer() {
        beImpatient();
        TestClient answering = relay.connect();
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            assertEquals(RawSocket.PING, raw.read().opcode());
            assertEquals(-1, raw.readToTheEnd());
        }
        assertEquals("[\"NOTICE\"", answering.send("{}").next().substring(0, 9), "the JDK's client answers pings");
    }

    @Test
    void closesAConnectionWhoseMessageStaysIncompleteHoweverOftenItAnswersPings() {
        beImpatient();
        try (RawSocket raw = RawSocket.webSocket(relay)) {
            raw.send(RawSocket.frame(RawSocket.TEXT, new byte[1_500]));
            Eventually.holds("it is closed", () -> {
                raw.send(RawSocket.frame(0x80 | RawSocket.PONG, new byte[0]));
                return relay.meter("souk_connections") == 1;
            });
        }
    }

    @Test
    void refusesHandshakesThatAreNone() {
        assertAnswer(
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n",
                "400");
        assertAnswer(
                "POST / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                "400");
        assertAnswer(
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 99\r\n\r\n",
                "426");
        assertAnswer(
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: x\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                "426");
        assertAnswer(
                "GET /other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                "404");
    }

    /** As behind a proxy that does not pass it on. */
    @ParameterizedTest
    @ValueSource(strings = {"X: y", "Connection: close", "Connection: keep-alive", "Connection: upgraded"})
    void saysWhatAHandshakeLacksThatIsNotToBeUpgraded(String header) {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" + header + "\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertTrue(raw.readHead().startsWith("HTTP/1.1 400 "));
            String words = raw.readAll();
            assertTrue(words.contains("\"Connection: Upgrade\" is missing"), words);
        }
    }

    @Test
    void refusesHttpThatIsNone() {
        assertAnswer("\u0001\u0002\u0003 nonsense\r\n\r\n", "400");
        assertAnswer("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n", "431");
        assertAnswer("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "405");
        assertAnswer("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "200");
    }

    private void assertAnswer(String request, String status) {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = raw.readHead();
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        }
    }
}
