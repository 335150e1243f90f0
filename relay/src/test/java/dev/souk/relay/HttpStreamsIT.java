package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.relay.extension.HttpStream;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that go on: in order, as long as the client reads, and no longer. */
class HttpStreamsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String GET = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String HEARTBEAT = "3\r\n:\n\n\r\n";

    private final ServingExtension extension = new ServingExtension();
    private final RelayFixture relay = RelayFixture.withLimits(
            new TestLimits()
                    .handshakeTimeout(Duration.ofMillis(1_500))
                    .pingInterval(Duration.ofSeconds(1))
                    .stallTimeout(Duration.ofSeconds(3))
                    .maxOutboundBytes(16 << 20)
                    .build(),
            extension);

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void showsManyMessagesInTheirOrder() {
        int count = 50_000;
        CompletableFuture<HttpResponse<Stream<String>>> answer =
                HTTP.sendAsync(request("/lines").build(), BodyHandlers.ofLines());
        HttpStream stream = extension.nextStream();
        for (int i = 0; i < count; i++) {
            assertTrue(stream.send(bytes(i + "\n")));
        }
        stream.close();
        HttpResponse<Stream<String>> response =
                answer.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        assertEquals(200, response.statusCode());
        assertEquals("application/x-ndjson", header(response, "Content-Type"));
        assertEquals("yes", header(response, "X-Lines"));
        assertEquals("no-store", header(response, "Cache-Control"));
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertEquals(
                IntStream.range(0, count).mapToObj(Integer::toString).toList(),
                response.body().toList());
        assertEquals("stream", extension.nextEnding());
        assertFalse(stream.send(bytes("too late\n")));
    }

    @Test
    void takesMessagesFromSeveralThreads() {
        CompletableFuture<HttpResponse<Stream<String>>> answer =
                HTTP.sendAsync(request("/lines").build(), BodyHandlers.ofLines());
        HttpStream stream = extension.nextStream();
        List<CompletableFuture<Void>> senders = IntStream.range(0, 4)
                .mapToObj(sender -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 2_000).forEach(i -> stream.send(bytes(sender + " " + i + "\n")))))
                .toList();
        senders.forEach(CompletableFuture::join);
        stream.close();
        List<String> lines = answer.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .body()
                .toList();
        for (int sender = 0; sender < 4; sender++) {
            String prefix = sender + " ";
            assertEquals(
                    IntStream.range(0, 2_000).mapToObj(i -> prefix + i).toList(),
                    lines.stream().filter(line -> line.startsWith(prefix)).toList());
        }
    }

    @Test
    void cutsASlowReaderAndHurtsNobodyElse() {
        TestClient bystander = relay.connect();
        try (RawSocket deaf = open(GET)) {
            HttpStream unread = extension.nextStream();
            AtomicInteger received = new AtomicInteger();
            CompletableFuture<Void> reader = HTTP.sendAsync(request("/stream").build(), BodyHandlers.ofLines())
                    .thenAcceptAsync(
                            answer -> answer.body()
                                    .filter(line -> line.startsWith("data: "))
                                    .forEach(line -> {
                                        assertTrue(line.startsWith("data: " + received + " "), line);
                                        received.incrementAndGet();
                                    }),
                            Thread::startVirtualThread);
            HttpStream read = extension.nextStream();
            String padding = "x".repeat(10_000);
            boolean isCut = false;
            // Forty megabytes: more than the bound and the system's buffers together.
            for (int i = 0; i < 4_000; i++) {
                byte[] message = bytes("data: " + i + " " + padding + "\n\n");
                isCut |= !unread.send(message);
                assertTrue(read.send(message), "the reader is cut, too");
                if (i % 100 == 99) {
                    int sent = i + 1;
                    Eventually.holds("the reader has it", () -> received.get() == sent);
                    bystander.stored("{\"limit\":1}");
                }
            }
            assertTrue(isCut);
            assertEquals("stream", extension.nextEnding());
            assertEquals(1, relay.meter("souk_connections_too_slow_total"));
            read.close();
            reader.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            assertTrue(deaf.readHead().startsWith("HTTP/1.1 200 "));
        }
        Eventually.holds("all memory is given back", () -> relay.meter("souk_outbound_bytes") == 0);
        Eventually.holds("no stream is left", () -> relay.meter("souk_streams") == 0);
    }

    @Test
    void cutsAStreamThatIsStalled() {
        try (RawSocket deaf = open(GET)) {
            HttpStream stream = extension.nextStream();
            byte[] message = bytes("data: " + "x".repeat(100_000) + "\n\n");
            for (int i = 0; i < 140; i++) {
                assertTrue(stream.send(message), "the bound is not reached");
            }
            assertEquals("stream", extension.nextEnding());
            assertFalse(stream.send(message));
            assertEquals(1, relay.meter("souk_connections_too_slow_total"));
            assertTrue(deaf.readHead().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void endsAStreamWithAMessageThatIsLongerThanTheBound() {
        try (RawSocket raw = open(GET)) {
            assertFalse(extension.nextStream().send(new byte[16 << 20]));
            assertEquals("stream", extension.nextEnding());
            assertFalse(raw.readAll().endsWith("\r\n0\r\n\r\n"), "it looks as if it were whole");
        }
    }

    @Test
    void noticesThatTheClientHasGone() {
        RawSocket raw = open(GET);
        HttpStream stream = extension.nextStream();
        assertTrue(stream.send(bytes("data: 1\n\n")));
        assertTrue(raw.readHead().startsWith("HTTP/1.1 200 "));
        raw.close();
        assertEquals("stream", extension.nextEnding());
        assertFalse(stream.send(bytes("data: 2\n\n")));
        CountDownLatch late = new CountDownLatch(1);
        stream.onClose(late::countDown);
        assertEquals(0, late.getCount(), "who comes late is told at once");
        stream.close();
    }

    @Test
    void outlivesTheTimeForAHandshakeAndBreaksTheSilence() {
        try (RawSocket raw = open(GET)) {
            HttpStream stream = extension.nextStream();
            assertTrue(raw.readHead().contains("\r\ntransfer-encoding: chunked\r\n"));
            for (int i = 0; i < 3; i++) {
                assertEquals(HEARTBEAT, raw.readText(HEARTBEAT.length()));
            }
            stream.send(bytes("data: 1\n\n"));
            assertEquals("9\r\ndata: 1\n\n\r\n", raw.readText(14));
        }
    }

    @Test
    void writesNoCommentsIntoOtherTypes() {
        try (RawSocket raw = open("GET /lines HTTP/1.1\r\nHost: x\r\n\r\n");
                RawSocket events = open(GET)) {
            HttpStream one = extension.nextStream();
            HttpStream other = extension.nextStream();
            events.readHead();
            assertEquals(HEARTBEAT.repeat(2), events.readText(2 * HEARTBEAT.length()));
            one.close();
            other.close();
            raw.readHead();
            assertEquals("0\r\n\r\n", raw.readAll());
        }
    }

    @Test
    void answersHeadWithoutOpeningAStream() {
        try (RawSocket raw = RawSocket.open(relay)) {
            raw.send(bytes("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n"));
            String head = raw.readHead();
            assertTrue(head.startsWith("HTTP/1.1 200 "), head);
            assertTrue(head.contains("\r\ncontent-type: text/event-stream\r\n"), head);
            assertFalse(head.contains("content-length"), head);
            assertTrue(raw.readHead().startsWith("HTTP/1.1 200 "));
        }
        assertTrue(extension.hasNoStream());
        assertEquals(0, relay.meter("souk_streams"));
    }

    @Test
    void sendsPlainBytesToAClientThatKnowsNoChunks() {
        try (RawSocket raw = open("GET /stream HTTP/1.0\r\nHost: x\r\n\r\n")) {
            HttpStream stream = extension.nextStream();
            stream.send(bytes("data: 1\n\n"));
            stream.send(new byte[0]);
            stream.send(bytes("data: 2\n\n"));
            stream.close();
            assertFalse(raw.readHead().contains("transfer-encoding"));
            assertEquals("data: 1\n\ndata: 2\n\n", raw.readAll());
        }
    }

    @Test
    void ignoresWhatIsAskedBehindAStream() {
        try (RawSocket raw = open(GET + "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")) {
            HttpStream stream = extension.nextStream();
            raw.readHead();
            raw.send(bytes("GET /echo HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n"));
            // By the second of these the relay has read all that: closing on unread bytes would reset the connection.
            assertEquals(HEARTBEAT.repeat(2), raw.readText(2 * HEARTBEAT.length()));
            stream.send(bytes("data: 1\n\n"));
            stream.close();
            assertEquals("9\r\ndata: 1\n\n\r\n0\r\n\r\n", raw.readAll());
        }
    }

    @Test
    void endsAStreamWhoseSourceFails() {
        HttpResponse<String> answer = HTTP.sendAsync(request("/broken-stream").build(), BodyHandlers.ofString())
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertEquals("", answer.body());
        assertEquals("broken", extension.nextEnding());
    }

    @Test
    void isBusyWhenTooManyStreamsAreOpen() {
        List<RawSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            RawSocket raw = open(GET);
            sockets.add(raw);
            extension.nextStream();
        }
        HttpResponse<String> refused = send(request("/stream"));
        assertEquals(503, refused.statusCode());
        assertEquals("5", header(refused, "Retry-After"));
        assertEquals(200, send(request("/echo")).statusCode());
        assertEquals(
                200,
                send(request("/stream").method("HEAD", BodyPublishers.noBody())).statusCode());
        sockets.getFirst().close();
        assertEquals("stream", extension.nextEnding());
        Eventually.holds("a place is free", () -> relay.meter("souk_streams") == 999);
        sockets.set(0, open(GET));
        extension.nextStream();
        sockets.forEach(RawSocket::close);
        Eventually.holds("all are gone", () -> relay.meter("souk_streams") == 0);
    }

    @Test
    void endsAllStreamsCleanlyBeforeTheExtensionIsClosed() {
        try (RawSocket one = open(GET);
                RawSocket other = open(GET)) {
            HttpStream stream = extension.nextStream();
            HttpStream second = extension.nextStream();
            stream.send(bytes("data: 1\n\n"));
            second.send(bytes("data: 1\n\n"));
            relay.restart();
            for (RawSocket raw : List.of(one, other)) {
                raw.readHead();
                assertTrue(raw.readAll().endsWith("9\r\ndata: 1\n\n\r\n0\r\n\r\n"));
            }
            assertEquals("stream", extension.nextEnding());
            assertEquals("stream", extension.nextEnding());
            assertEquals("extension", extension.nextEnding());
        }
    }

    private RawSocket open(String request) {
        RawSocket raw = RawSocket.open(relay);
        raw.send(bytes(request));
        return raw;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
