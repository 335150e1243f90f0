package dev.souk.marketplace.lnurl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LnurlClientIT {
    private static final Bytes32 KEY = Bytes32.ofHex("0a".repeat(32));
    private static final String DOCUMENT = "{\"tag\":\"payRequest\",\"callback\":\"https://pay.example/cb\","
            + "\"minSendable\":1000,\"allowsNostr\":true,\"nostrPubkey\":\"" + KEY + "\"}";
    private static final long NOW = 1_700_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMPATIENCE = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private TestPayServer server;
    private long now = NOW;

    @BeforeEach
    void start() throws Exception {
        server = TestPayServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static LnurlSettings settings(LnurlSettings.Mode mode, Set<String> hosts, Duration timeout) {
        return new LnurlSettings(mode, hosts, timeout, 4_096, Duration.ofHours(24), Duration.ofMinutes(10));
    }

    private static LnurlSettings any() {
        return settings(LnurlSettings.Mode.ANY, Set.of(), PATIENCE);
    }

    private static LnurlAddress address(String text) {
        return LnurlAddress.parse(text).orElseThrow();
    }

    private LnurlOutcome ask(String text, LnurlSettings settings, LnurlNetwork network) {
        try (LnurlClient client = new LnurlClient(settings, network)) {
            return client.fetch(address(text), now++);
        }
    }

    private LnurlOutcome ask(String user) {
        return ask(user + "@" + TestPayServer.HOST, any(), server.network());
    }

    private void assertRefused(String reason, LnurlOutcome outcome) {
        assertEquals(new LnurlOutcome.Refused(reason), outcome);
    }

    @Test
    void findsTheKeyOfAWallet() {
        server.on("bob", 200, DOCUMENT);

        assertEquals(new LnurlOutcome.Found(KEY, true), ask("bob"));
    }

    @Test
    void asksOneAddressNoFasterUnderManyNames() {
        server.on("bob", 200, DOCUMENT);
        LnurlAddress other = address("bob@" + TestPayServer.UNCERTIFIED_HOST);

        try (LnurlClient client = new LnurlClient(any(), server.network())) {
            LnurlAddress first = address("bob@" + TestPayServer.HOST);
            assertEquals(new LnurlOutcome.Found(KEY, true), client.fetch(first, 1_000));
            assertEquals(new LnurlOutcome.HostBusy(TestPayServer.UNCERTIFIED_HOST), client.fetch(other, 1_001));
            assertRefused("tls-failed", client.fetch(other, 1_003));
        }
    }

    @Test
    void findsAKeyThatIsSentInChunksOfUnknownNumber() {
        server.on("bob", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                for (byte next : DOCUMENT.getBytes(StandardCharsets.UTF_8)) {
                    exchange.getResponseBody().write(next);
                    exchange.getResponseBody().flush();
                }
            }
        });

        assertEquals(new LnurlOutcome.Found(KEY, true), ask("bob"));
    }

    @Test
    void asksNobodyUnlessToldTo() {
        server.on("bob", 200, DOCUMENT);
        String bob = "bob@" + TestPayServer.HOST;

        assertRefused("off", ask(bob, LnurlSettings.DEFAULT, server.network()));
        LnurlSettings others = settings(LnurlSettings.Mode.ALLOW_LIST, Set.of("example", "x.pay.example"), PATIENCE);
        assertRefused("host-not-allowed", ask(bob, others, server.network()));
        LnurlSettings listed = settings(LnurlSettings.Mode.ALLOW_LIST, Set.of("PAY.example"), PATIENCE);
        assertEquals(new LnurlOutcome.Found(KEY, true), ask(bob, listed, server.network()));
    }

    @Test
    void refusesLoopbackAndUnknownNames() {
        server.on("bob", 200, DOCUMENT);

        assertRefused("address-not-public", ask("bob@pay.example", any(), server.strictNetwork()));
        assertRefused("address-not-public", ask("bob@private.example", any(), server.network()));
        assertRefused("unknown-host", ask("bob@nowhere.example", any(), server.network()));
    }

    @Test
    void refusesACertificateForAnotherNameOrOfAStranger() throws Exception {
        server.on("bob", 200, DOCUMENT);
        LnurlNetwork network = server.network();
        LnurlNetwork trustingOthers =
                new LnurlNetwork(network.resolver(), network.addresses(), SSLContext.getDefault(), network.port());

        assertRefused("tls-failed", ask("bob@imposter.example", any(), network));
        assertRefused("tls-failed", ask("bob@pay.example", any(), trustingOthers));
    }

    @Test
    void refusesAServerThatSpeaksNoTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LnurlClient client = new LnurlClient(any(), at(plain.getLocalPort()))) {
            Thread thread = Thread.ofVirtual().start(() -> answerPlainly(plain));
            assertRefused("tls-failed", client.fetch(address("bob@pay.example"), NOW));
            thread.join();
        }
    }

    private static void answerPlainly(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(100);
        } catch (IOException e) {
            // The client has hung up, as it should.
            return;
        }
    }

    /** The server's names and certificate, at another port. */
    private LnurlNetwork at(int port) {
        LnurlNetwork network = server.network();
        return new LnurlNetwork(network.resolver(), network.addresses(), network.tls(), port);
    }

    @Test
    void saysWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertRefused("unreachable", ask("bob@pay.example", any(), at(port)));
    }

    @Test
    void followsRedirectsToWhoeverMayBeAsked() {
        server.redirect("here", "/.well-known/lnurlp/bob")
                .redirect("there", "https://other.example/.well-known/lnurlp/here")
                .on("bob", 200, DOCUMENT);

        assertEquals(new LnurlOutcome.Found(KEY, true), ask("there"));
        LnurlSettings one = settings(LnurlSettings.Mode.ALLOW_LIST, Set.of("pay.example"), PATIENCE);
        assertRefused("host-not-allowed", ask("there@pay.example", one, server.network()));
    }

    @Test
    void followsNoRedirectIntoAPrivateNetworkOrAwayFromTls() {
        server.redirect("private", "https://private.example/.well-known/lnurlp/bob")
                .redirect("number", "https://127.0.0.1/")
                .redirect("shortnumber", "https://127.1/")
                .redirect("name", "https://localhost/")
                .redirect("plain", "http://pay.example/.well-known/lnurlp/bob")
                .redirect("port", "https://pay.example:22/")
                .redirect("file", "file:///etc/passwd")
                .redirect("user", "https://a:b@pay.example/")
                .redirect("words", "not a location")
                .on("nowhere", 302, "")
                .on("bob", 200, DOCUMENT);

        assertRefused("address-not-public", ask("private"));
        for (String user : List.of("number", "shortnumber", "name", "plain", "port", "file", "user", "words")) {
            assertRefused("bad-redirect", ask(user));
        }
        assertRefused("bad-redirect", ask("nowhere"));
    }

    @Test
    void followsThreeRedirectsAndNoMore() {
        server.redirect("a4", "/.well-known/lnurlp/a3")
                .redirect("a3", "/.well-known/lnurlp/a2")
                .redirect("a2", "/.well-known/lnurlp/a1")
                .redirect("a1", "/.well-known/lnurlp/bob")
                .redirect("loop", "/.well-known/lnurlp/loop")
                .on("bob", 200, DOCUMENT);

        assertEquals(new LnurlOutcome.Found(KEY, true), ask("a3"));
        assertRefused("too-many-redirects", ask("a4"));
        assertRefused("too-many-redirects", ask("loop"));
    }

    @Test
    void readsUpToTheLimitAndNoFurther() {
        String largest = DOCUMENT + " ".repeat(4_096 - DOCUMENT.length());
        server.on("largest", 200, largest).on("larger", 200, largest + " ").on("endless", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 10_000; i++) {
                    exchange.getResponseBody().write(new byte[1_000]);
                }
            }
        });

        assertEquals(new LnurlOutcome.Found(KEY, true), ask("largest"));
        assertRefused("too-large", ask("larger"));
        assertRefused("too-large", ask("endless"));
    }

    @Test
    void waitsForASilentServerNoLongerThanItShould() {
        CountDownLatch end = new CountDownLatch(1);
        server.on("silent", exchange -> await(end, exchange));
        LnurlSettings impatient = settings(LnurlSettings.Mode.ANY, Set.of(), IMPATIENCE);

        assertRefused("timeout", ask("silent@pay.example", impatient, server.network()));
        end.countDown();
    }

    private static void await(CountDownLatch end, HttpExchange exchange) {
        try (exchange) {
            assertTrue(end.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each byte comes in time for a read, and all of them together never would. */
    @Test
    void isNotHeldUpByAServerThatDrips() {
        CountDownLatch end = new CountDownLatch(1);
        server.on("drip", exchange -> {
            try (exchange;
                    OutputStream out = exchange.getResponseBody()) {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 1_000 && !end.await(20, TimeUnit.MILLISECONDS); i++) {
                    out.write(' ');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        LnurlSettings impatient = settings(LnurlSettings.Mode.ANY, Set.of(), IMPATIENCE);
        try (LnurlClient client = new LnurlClient(impatient, server.network())) {
            // More than could hang at once, so that none of them does.
            for (int i = 0; i < LnurlClient.MAX_CALLS + 2; i++) {
                now += HostPace.INTERVAL_SECONDS;
                assertRefused("timeout", client.fetch(address("drip@pay.example"), now));
            }
        }
        end.countDown();
    }

    @Test
    void isNotHeldUpByAServerThatNeverShakesHands() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LnurlSettings impatient = settings(LnurlSettings.Mode.ANY, Set.of(), IMPATIENCE);

            assertRefused("timeout", ask("bob@pay.example", impatient, at(mute.getLocalPort())));
        }
    }

    @Test
    void refusesToHangInMoreThanAFewPlacesAtOnce() {
        CountDownLatch end = new CountDownLatch(1);
        LnurlNetwork.Resolver stuck = host -> {
            try {
                assertTrue(end.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        LnurlNetwork network = new LnurlNetwork(stuck, address -> true, server.tls(), server.port());
        LnurlSettings impatient = settings(LnurlSettings.Mode.ANY, Set.of(), Duration.ofMillis(20));
        try (LnurlClient client = new LnurlClient(impatient, network)) {
            for (int i = 0; i < LnurlClient.MAX_CALLS; i++) {
                assertRefused("timeout", client.fetch(address("bob@a" + i + ".example"), NOW));
            }
            assertEquals(new LnurlOutcome.Busy(), client.fetch(address("bob@more.example"), NOW));
        } finally {
            end.countDown();
        }
    }

    @Test
    void refusesAnythingButAPayRequest() {
        server.on("missing", 404, "{}")
                .on("empty", 200, " ")
                .on("page", 200, "<html>")
                .on("list", 200, "[]")
                .on("other", 200, "{\"tag\":\"withdrawRequest\"}")
                .on("keyless", 200, "{\"tag\":\"payRequest\"}");

        assertRefused("http-status", ask("missing"));
        assertRefused("not-json", ask("empty"));
        assertRefused("not-json", ask("page"));
        assertRefused("not-json", ask("list"));
        assertRefused("not-a-pay-request", ask("other"));
        assertRefused("no-nostr-key", ask("keyless"));
    }

    @Test
    void asksNoHostTwiceInAMoment() {
        server.on("bob", 200, DOCUMENT).on("carol", 200, DOCUMENT).redirect("away", "https://other.example/bob");
        try (LnurlClient client = new LnurlClient(any(), server.network())) {
            assertEquals(new LnurlOutcome.Found(KEY, true), client.fetch(address("bob@pay.example"), NOW));
            assertEquals(new LnurlOutcome.HostBusy("pay.example"), client.fetch(address("carol@pay.example"), NOW + 1));
            assertEquals(new LnurlOutcome.Found(KEY, true), client.fetch(address("carol@pay.example"), NOW + 2));
            assertEquals(new LnurlOutcome.Found(KEY, true), client.fetch(address("bob@other.example"), NOW + 3));
            assertEquals(
                    new LnurlOutcome.HostBusy("other.example"), client.fetch(address("away@pay.example"), NOW + 4));
        }
    }

    @Test
    void aRedirectThatLeadsBackIsPartOfTheSameCall() {
        server.on("bob", 200, DOCUMENT)
                .redirect("away", "https://other.example/.well-known/lnurlp/back")
                .redirect("back", "https://pay.example/.well-known/lnurlp/bob");

        assertEquals(new LnurlOutcome.Found(KEY, true), ask("away"));
    }

    @Test
    void asksNobodyAfterItIsClosed() {
        LnurlClient client = new LnurlClient(any(), server.network());
        client.close();

        assertRefused("closed", client.fetch(address("bob@pay.example"), NOW));
    }
}
