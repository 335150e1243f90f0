package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an extension serves over HTTP: questions come whole, answers go as HTTP wants them, and nobody holds up the rest. */
class HttpRoutesIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServingExtension extension = new ServingExtension();
    private final RelayFixture relay = RelayFixture.withExtensions(extension);

    /** For those whose patience is looked at; with the others a busy machine would come too late. */
    private void beImpatient() {
        relay.set(config -> config.withLimits(new TestLimits()
                .handshakeTimeout(Duration.ofMillis(1_500))
                .stallTimeout(Duration.ofSeconds(2))
                .build()));
    }

    @AfterEach
    void stop() {
        extension.letGo();
        relay.close();
    }

    @Test
    void showsTheExtensionWhatWasAsked() {
        HttpResponse<String> answer = send(request("/echo/a%20b?x=1&y=%C3%A9&x=2&z")
                .header("If-None-Match", "\"a\"")
                .header("if-none-match", "\"b\"")
                .header("Last-Event-ID", "7")
                .header("Accept", "text/plain"));
        assertEquals("GET /echo/a b {x=[1, 2], y=[é], z=[]} \"a\", \"b\" 7 text/plain", answer.body());
    }

    @Test
    void servesWhatIsMadeAtTheStartOfTheExtension() {
        assertEquals("0", get("/sequence").body());
    }

    @Test
    void takesASemicolonInTheQueryForWhatItIs() {
        assertEquals("GET /echo {a=[1;b=2]} - - -", get("/echo?a=1;b=2").body());
    }

    @Test
    void answersHeadWithTheLengthAndWithoutTheBody() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii("HEAD /tagged HTTP/1.1\r\nHost: x\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n"));
            String head = raw.readHead();
            assertTrue(head.startsWith("HTTP/1.1 200 "), head);
            assertTrue(head.contains("\r\ncontent-length: 2\r\n"), head);
            assertTrue(head.contains("ETag: \"v1\"\r\n"), head);
            // The next thing on the connection is the next answer.
            assertTrue(raw.readHead().startsWith("HTTP/1.1 200 "));
            assertEquals("GET /echo {} - - -", raw.readText(18));
        }
    }

    @Test
    void answersHeadOfWhatIsMissingWithoutABody() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii("HEAD /missing HTTP/1.1\r\nHost: x\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertTrue(raw.readHead().startsWith("HTTP/1.1 404 "));
            assertTrue(raw.readHead().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void sendsTheHeadersOfTheExtensionToEveryOrigin() {
        HttpResponse<String> answer = get("/tagged");
        assertEquals("\"v1\"", header(answer, "ETag"));
        assertEquals("max-age=60", header(answer, "Cache-Control"));
        assertEquals("</next>; rel=\"next\"", header(answer, "Link"));
        assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
        assertEquals("ETag, Link, Retry-After", header(answer, "Access-Control-Expose-Headers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*"})
    void saysNotModifiedToAClientThatHasIt(String known) {
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<String> answer =
                    send(request("/tagged").header("If-None-Match", known).method(method, BodyPublishers.noBody()));
            assertEquals(304, answer.statusCode());
            assertEquals("", answer.body());
            assertEquals("\"v1\"", header(answer, "ETag"));
            assertEquals("max-age=60", header(answer, "Cache-Control"));
            assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
            assertEquals("", header(answer, "Content-Length"));
        }
    }

    @Test
    void sendsWhatTheClientDoesNotHave() {
        assertEquals(
                200, send(request("/tagged").header("If-None-Match", "\"v0\"")).statusCode());
        assertEquals(
                404,
                send(request("/tagged-but-missing").header("If-None-Match", "*"))
                        .statusCode());
        assertEquals(200, send(request("/echo").header("If-None-Match", "*")).statusCode());
    }

    @Test
    void refusesOtherMethodsAndSaysWhichItTakes() {
        HttpResponse<String> answer = send(request("/echo").POST(BodyPublishers.ofString("{}")));
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD", header(answer, "Allow"));
    }

    @Test
    void refusesWhatIsTooLongOrMalformed() {
        assertStatus(200, "GET /echo?q=" + "x".repeat(4_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus(414, "GET /echo?q=" + "x".repeat(4_100) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus(414, "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus(200, "GET /echo HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(8_000) + "\r\n\r\n");
        assertStatus(431, "GET /echo HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(8_200) + "\r\n\r\n");
        assertStatus(431, "GET /echo HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(3_000) + "\r\n");
        assertStatus(400, "GET /echo/%zz HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus(400, "GET /echo?a=%f HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus(413, "GET /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n");
    }

    @Test
    void endsAConnectionWithoutAResetWhileTheClientStillSends() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii("GET /" + "x".repeat(3_000_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertTrue(raw.readHead().startsWith("HTTP/1.1 414 "));
            assertEquals("the address is too long\n", raw.readAll());
        }
    }

    @Test
    void showsEveryParameterOfALineThatIsFullOfThem() {
        String line = "a&".repeat(2_000);
        assertEquals(
                "GET /echo {a=[" + ", ".repeat(1_999) + "]} - - -",
                get("/echo?" + line).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/split-header", "/own-length", "/error"})
    void saysInternalErrorWhenTheExtensionIsWrong(String path) {
        HttpResponse<String> answer = get(path);
        assertEquals(500, answer.statusCode());
        assertEquals("internal error\n", answer.body());
        assertEquals("", header(answer, "X-Injected"));
    }

    @Test
    void answersRequestsOfOneConnectionInTheirOrder() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(
                    ascii(
                            "GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"
                                    + "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n"));
            // Another thread answers others meanwhile.
            assertEquals(200, get("/echo").statusCode());
            extension.letGo();
            assertTrue(raw.readHead().contains("\r\ncontent-length: 7\r\n"));
            assertEquals("at last", raw.readText(7));
            assertTrue(raw.readHead().contains("text/html"));
            String rest = raw.readAll();
            assertTrue(rest.endsWith("GET /echo {} - - -"), rest);
            assertEquals(1, rest.split("HTTP/1.1 200", -1).length - 1, rest);
        }
    }

    @Test
    void answersAWrongHandshakeThatWaitsForItsTurn() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii("GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
            extension.letGo();
            assertTrue(raw.readHead().startsWith("HTTP/1.1 200 "));
            assertEquals("at last", raw.readText(7));
            assertTrue(raw.readHead().startsWith("HTTP/1.1 400 "));
            assertTrue(raw.readAll().startsWith("not a WebSocket handshake"));
        }
    }

    @Test
    void closesAConnectionThatAsksFarAhead() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii(
                    "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n".repeat(65)));
            raw.awaitEnd();
        }
    }

    @Test
    void closesAConnectionThatSendsMuchAhead() {
        String large = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(40_000);
        String laden = "GET /echo HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(7_000) + "\r\n\r\n";
        for (String tooMuch : List.of(large.repeat(2), laden.repeat(10))) {
            try (RawSocket raw = RawSocket.open(relay)) {
                raw.send(ascii("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + tooMuch));
                raw.awaitEnd();
            }
        }
    }

    @Test
    void answersWhatWasSentAheadUpToTheBound() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n".repeat(63)
                    + "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n"
                    + "x".repeat(60_000)));
            extension.letGo();
            String answers = raw.readAll();
            assertEquals(64, answers.split("HTTP/1.1 200", -1).length - 1);
            assertEquals(1, answers.split("HTTP/1.1 405", -1).length - 1);
        }
    }

    @Test
    void isBusyWhenTooManyWait() {
        int answering = 2;
        int waiting = 256;
        int tooMany = 3;
        List<RawSocket> sockets = new ArrayList<>();
        for (int i = 0; i < answering + waiting + tooMany; i++) {
            RawSocket raw = RawSocket.open(relay);
            raw.send(ascii("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
            sockets.add(raw);
        }
        // Which of them come last is not known.
        Eventually.holds(
                "exactly those that are too many are answered",
                () -> sockets.stream().filter(RawSocket::hasAnswer).count() == tooMany);
        List<RawSocket> refused = sockets.stream().filter(RawSocket::hasAnswer).toList();
        for (RawSocket raw : refused) {
            String head = raw.readHead();
            assertTrue(head.startsWith("HTTP/1.1 503 "), head);
            assertTrue(head.contains("\r\nretry-after: 5\r\n"), head);
        }
        assertEquals(404, get("/missing").statusCode());
        sockets.removeAll(refused);
        extension.letGo();
        for (RawSocket raw : sockets) {
            assertTrue(raw.readHead().startsWith("HTTP/1.1 200 "));
            raw.close();
        }
        refused.forEach(RawSocket::close);
    }

    @Test
    void waitsForASlowAnswerLongerThanForAHandshake() {
        beImpatient();
        try (RawSocket raw = RawSocket.open(relay);
                RawSocket idle = RawSocket.open(relay)) {
            raw.send(ascii("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertEquals("", idle.readAll(), "this one says nothing and is closed");
            extension.letGo();
            assertTrue(raw.readHead().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void cutsAClientThatDoesNotReadItsAnswer() {
        beImpatient();
        try (RawSocket deaf = RawSocket.open(relay)) {
            deaf.send(ascii("GET /big HTTP/1.1\r\nHost: x\r\n\r\n"));
            Eventually.holds("it is cut", () -> relay.meter("souk_connections_too_slow_total") == 1);
            Eventually.holds("its memory is given back", () -> relay.meter("souk_outbound_bytes") == 0);
        }
        assertEquals(ServingExtension.BIG, get("/big").body().length());
    }

    @Test
    void finishesWhatIsUnderWayBeforeTheExtensionIsClosed() {
        CompletableFuture<HttpResponse<String>> answer =
                HTTP.sendAsync(request("/slow").build(), BodyHandlers.ofString());
        assertEquals(200, get("/echo").statusCode());
        int port = relay.port();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(relay::restart, Thread::startVirtualThread);
        Eventually.holds("the port is closed", () -> isClosed(port));
        assertFalse(stopped.isDone());
        extension.letGo();
        assertEquals(
                "at last",
                answer.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join()
                        .body());
        assertEquals("answered", extension.nextEnding());
        assertEquals("extension", extension.nextEnding());
        stopped.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void aStopWaitsNoLongerThanItsGrace() {
        relay.set(config -> config.withServer(config.server().on(0, Duration.ofMillis(100))));
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertEquals("0", get("/sequence").body());
            long begin = System.nanoTime();
            relay.stopAndLook(store -> {
                long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
                assertTrue(millis < 20_000, "stopped after " + millis + " milliseconds");
            });
        }
    }

    private static boolean isClosed(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private void assertStatus(int status, String request) {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(ascii(request));
            String head = raw.readHead();
            assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString())
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
