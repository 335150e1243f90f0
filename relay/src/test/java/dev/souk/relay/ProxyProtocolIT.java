package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.relay.config.ServerConfig.ForwardedHeader;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.RequestPolicy;
import dev.souk.relay.policy.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind proxies that begin each connection with a PROXY header. */
class ProxyProtocolIT {
    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    private final Witness witness = new Witness();
    private RelayFixture relay = behind(List.of("127.0.0.0/8"));

    @AfterEach
    void stop() {
        relay.close();
    }

    private RelayFixture behind(List<String> proxies) {
        return RelayFixture.start(
                config -> config.withServer(config.server().behind(proxies, ForwardedHeader.X_FORWARDED_FOR, true)),
                witness);
    }

    /** Sees from where requests come. */
    private static final class Witness implements RelayExtension {
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Override
        public String name() {
            return "witness";
        }

        @Override
        public List<RequestPolicy> requestPolicies() {
            return List.of((filters, caller) -> note(caller));
        }

        private Verdict note(Caller caller) {
            seen.add(caller.address());
            return Verdict.ACCEPT;
        }

        String next() throws InterruptedException {
            return String.valueOf(seen.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private String addressOf(byte[] header, String... lines) throws InterruptedException {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(header);
            String answer = raw.handshake(lines);
            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            raw.text("[\"REQ\",\"a\",{\"limit\":0}]");
            return witness.next();
        }
    }

    private static byte[] version1(String line) {
        return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] version2(int command, int family, byte[] addresses) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(SIGNATURE);
        bytes.write(0x20 | command);
        bytes.write(family);
        bytes.writeBytes(
                ByteBuffer.allocate(2).putShort((short) addresses.length).array());
        bytes.writeBytes(addresses);
        return bytes.toByteArray();
    }

    @Test
    void versionOneTellsWhoTheClientIs() throws InterruptedException {
        assertEquals("203.0.113.9", addressOf(version1("PROXY TCP4 203.0.113.9 10.0.0.1 4711 443")));
        assertEquals("2001:db8:0:0:0:0:0:9", addressOf(version1("PROXY TCP6 2001:db8::9 2001:db8::1 4711 443")));
        assertEquals("127.0.0.1", addressOf(version1("PROXY UNKNOWN")));
    }

    @Test
    void versionTwoTellsWhoTheClientIs() throws InterruptedException {
        byte[] addresses = {(byte) 203, 0, 113, 9, 10, 0, 0, 1, 0x12, 0x67, 1, (byte) 187};
        assertEquals("203.0.113.9", addressOf(version2(1, 0x11, addresses)));
        assertEquals("127.0.0.1", addressOf(version2(0, 0, new byte[0])));
    }

    @Test
    void aProxyBehindTheProxyIsBelievedOnlyWhenItIsTrusted() throws InterruptedException {
        String header = "X-Forwarded-For: 198.51.100.7";
        assertEquals("198.51.100.7", addressOf(version1("PROXY TCP4 127.0.0.9 10.0.0.1 4711 443"), header));
        assertEquals("203.0.113.9", addressOf(version1("PROXY TCP4 203.0.113.9 10.0.0.1 4711 443"), header));
    }

    @Test
    void whomTheHeaderNamesHasSoManyConnectionsWhateverTheyAreFor() {
        relay.set(config -> config.withRead(new TestRead().maxConnections(2).build()));
        byte[] here = version1("PROXY TCP4 203.0.113.9 10.0.0.1 4711 443");
        byte[] elsewhere = version1("PROXY TCP4 203.0.113.10 10.0.0.1 4711 443");
        try (RawSocket page = RawSocket.open(relay);
                RawSocket talking = RawSocket.open(relay);
                RawSocket tooMany = RawSocket.open(relay);
                RawSocket other = RawSocket.open(relay)) {
            page.send(here);
            page.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(page.readHead().startsWith("HTTP/1.1 200 "));
            talking.send(here);
            assertTrue(talking.handshake().startsWith("HTTP/1.1 101 "));
            tooMany.send(here);
            assertTrue(tooMany.readHead().startsWith("HTTP/1.1 429 "));
            other.send(elsewhere);
            assertTrue(other.handshake().startsWith("HTTP/1.1 101 "));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PROXY TCP4 203.0.113.999 10.0.0.1 1 2\r\n",
                "PROXY TCP4 203.0.113.9\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 99999 443\r\n",
                "PROXY TCP4 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        + "aaaaaaaaaaaaaaaaa\r\n"
            })
    void aTrustedProxyThatBeginsOtherwiseIsCutOff(String beginning) {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(beginning.getBytes(StandardCharsets.US_ASCII));
            raw.awaitEnd();
        }
    }

    @Test
    void aHeaderThatIsTooLongIsCutOff() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(version2(1, 0x11, new byte[60_000]));
            raw.awaitEnd();
        }
    }

    @Test
    void theHeaderOfAStrangerIsNoHttpAndBelievedByNobody() {
        relay.close();
        relay = behind(List.of("192.0.2.0/24"));
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(version1("PROXY TCP4 203.0.113.9 10.0.0.1 4711 443"));
            assertTrue(raw.readHead().startsWith("HTTP/1.1 400 "));
        }
        relay.connect().nothingMore();
    }
}
