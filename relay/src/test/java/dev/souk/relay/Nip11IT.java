package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.relay.config.EventsConfig;
import dev.souk.relay.config.InfoConfig;
import dev.souk.relay.config.LimitsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-11: the document tells the truth, every origin may read it, and nothing else is served beside it. */
@Nip(works = "the information document, with the limits that are enforced")
class Nip11IT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String NOSTR_JSON = "application/nostr+json";
    private static final long T = RelayFixture.START.getEpochSecond();

    @Test
    void servesTheDocument() {
        try (RelayFixture relay = RelayFixture.start()) {
            HttpResponse<String> answer = get(relay, "/", NOSTR_JSON);
            assertEquals(200, answer.statusCode());
            assertEquals(NOSTR_JSON, header(answer, "Content-Type"));
            assertEquals("""
                    {"name":"Souk","description":"A Nostr relay with a job marketplace inside.",\
                    "supported_nips":[1,4,9,11,17,40,42,45,59,62,65,67,70,77],"version":"test",\
                    "limitation":{"max_message_length":131072,"max_subscriptions":200,"max_limit":5000,\
                    "max_subid_length":64,"max_event_tags":2000,"max_content_length":102400,"min_pow_difficulty":0,\
                    "auth_required":false,"payment_required":false,"restricted_writes":false,\
                    "created_at_upper_limit":900,"default_limit":500}}""", answer.body());
        }
    }

    @Test
    void saysWhatTheOperatorSet() {
        InfoConfig info = new InfoConfig(
                "Test \"relay\"",
                "first\n\nsecond \u00e9",
                Optional.of("https://relay.example/banner.png"),
                Optional.of("https://relay.example/icon.png"),
                Optional.of("ab".repeat(32)),
                Optional.of("mailto:someone@relay.example"),
                Optional.of("https://relay.example/terms.txt"));
        try (RelayFixture relay = RelayFixture.withInfo(info)) {
            String document = get(relay, "/", NOSTR_JSON).body();
            assertTrue(
                    document.startsWith("{\"name\":\"Test \\\"relay\\\"\",\"description\":\"first\\n\\nsecond \u00e9\","
                            + "\"banner\":\"https://relay.example/banner.png\",\"icon\":\"https://relay.example/icon.png\","
                            + "\"pubkey\":\"" + "ab".repeat(32) + "\",\"contact\":\"mailto:someone@relay.example\","
                            + "\"terms_of_service\":\"https://relay.example/terms.txt\",\"supported_nips\":["),
                    document);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/nostr+json",
                "text/html, application/nostr+json;q=0.9, */*;q=0.1",
                "application/json,application/nostr+json",
                "Application/Nostr+JSON"
            })
    void servesTheDocumentToWhoeverAcceptsIt(String accept) {
        try (RelayFixture relay = RelayFixture.start()) {
            assertEquals(NOSTR_JSON, header(get(relay, "/", accept), "Content-Type"));
        }
    }

    @Test
    void servesTheDocumentWhenAcceptComesInSeveralHeaders() {
        try (RelayFixture relay = RelayFixture.start()) {
            HttpRequest request = request(relay.port(), "/")
                    .header("Accept", "text/html")
                    .header("Accept", NOSTR_JSON)
                    .build();
            assertEquals(NOSTR_JSON, header(send(request), "Content-Type"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NOSTR_JSON, "text/html", "*/*"})
    void opensItselfToEveryOrigin(String accept) {
        try (RelayFixture relay = RelayFixture.start()) {
            HttpResponse<String> answer = get(relay, "/", accept);
            assertOpenToEveryOrigin(answer);
            assertEquals("accept", header(answer, "Vary").toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void answersOptions() {
        try (RelayFixture relay = RelayFixture.start()) {
            HttpRequest preflight = request(relay.port(), "/")
                    .method("OPTIONS", BodyPublishers.noBody())
                    .header("Access-Control-Request-Method", "GET")
                    .header("Access-Control-Request-Headers", "accept")
                    .build();
            HttpResponse<String> answer = send(preflight);
            assertEquals(204, answer.statusCode());
            assertEquals("", answer.body());
            assertOpenToEveryOrigin(answer);
        }
    }

    private static void assertOpenToEveryOrigin(HttpResponse<String> answer) {
        assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
        assertEquals("*, Authorization", header(answer, "Access-Control-Allow-Headers"));
        assertTrue(header(answer, "Access-Control-Allow-Methods").contains("GET"));
    }

    @Test
    void showsAPageToPeople() {
        InfoConfig info = new InfoConfig(
                "<b>\"Me & you\"</b>",
                "it's 100% <script>",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try (RelayFixture relay = RelayFixture.withInfo(info)) {
            HttpResponse<String> answer = get(relay, "/", "text/html");
            assertEquals(200, answer.statusCode());
            assertEquals("text/html; charset=utf-8", header(answer, "Content-Type"));
            assertTrue(answer.body().contains("<h1>&lt;b&gt;&quot;Me &amp; you&quot;&lt;/b&gt;</h1>"), answer.body());
            assertTrue(answer.body().contains("it&#39;s 100% &lt;script&gt;"), answer.body());
            assertFalse(answer.body().contains("<b>"));
        }
    }

    @Test
    void answersHeadWithoutABodyAndOtherMethodsWith405() {
        try (RelayFixture relay = RelayFixture.start()) {
            HttpResponse<String> head = send(request(relay.port(), "/")
                    .method("HEAD", BodyPublishers.noBody())
                    .build());
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            HttpResponse<String> post = send(request(relay.port(), "/")
                    .POST(BodyPublishers.ofString("{}"))
                    .build());
            assertEquals(405, post.statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "//", "/index.html", "/.well-known/nostr.json", "/metrics", "/health", "/%2e%2e/x"})
    void servesNothingElse(String path) {
        try (RelayFixture relay = RelayFixture.start()) {
            assertEquals(404, get(relay, path, NOSTR_JSON).statusCode());
            assertEquals(404, get(relay, path, "text/html").statusCode());
            URI elsewhere = URI.create("ws://127.0.0.1:" + relay.port() + path);
            CompletionException refused = assertThrows(
                    CompletionException.class,
                    () -> HTTP.newWebSocketBuilder()
                            .buildAsync(elsewhere, new WebSocket.Listener() {})
                            .join());
            WebSocketHandshakeException cause = assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
            assertEquals(404, cause.getResponse().statusCode());
        }
    }

    @Test
    void servesTheSameWhateverTheQueryOfTheAddress() {
        try (RelayFixture relay = RelayFixture.start()) {
            assertEquals(NOSTR_JSON, header(get(relay, "/?x=y", NOSTR_JSON), "Content-Type"));
            TestClient client = TestClient.connect(URI.create("ws://127.0.0.1:" + relay.port() + "/?x=y"));
            client.accepted(note("").build());
            client.close();
        }
    }

    @Test
    void servesMetricsAndHealthOnTheirOwnPort() {
        try (RelayFixture relay = RelayFixture.start()) {
            relay.connect().accepted(note("").build());
            HttpResponse<String> health =
                    send(request(relay.monitoringPort(), "/health").build());
            assertEquals(200, health.statusCode());
            assertEquals("ok\n", health.body());
            HttpResponse<String> metrics =
                    send(request(relay.monitoringPort(), "/metrics").build());
            assertEquals(200, metrics.statusCode());
            assertTrue(metrics.body().contains("\nsouk_"), metrics.body());
            assertEquals(404, send(request(relay.monitoringPort(), "/").build()).statusCode());
        }
    }

    @Test
    void enforcesTheLimitsThatItAdvertisesForEvents() {
        LimitsConfig limits =
                new TestLimits().maxEventTags(3).maxContentCharacters(5).build();
        try (RelayFixture relay = RelayFixture.withLimits(limits)) {
            String document = get(relay, "/", NOSTR_JSON).body();
            TestClient client = relay.connect();
            int tags = limit(document, "max_event_tags");
            client.accepted(tagged(tags));
            client.refused(tagged(tags + 1), "invalid");
            int characters = limit(document, "max_content_length");
            client.accepted(note("\ud83d\ude00".repeat(characters)).build());
            client.refused(note("x".repeat(characters + 1)).build(), "invalid");
            int future = limit(document, "created_at_upper_limit");
            client.accepted(note("soon").at(T + future).build());
            client.refused(note("later").at(T + future + 1).build(), "invalid");
        }
    }

    @Test
    void enforcesTheAgeThatItAdvertises() {
        EventsConfig events = new EventsConfig(List.of(), Duration.ofMinutes(15), Duration.ofHours(1), 0);
        try (RelayFixture relay = RelayFixture.withEvents(events)) {
            int age = limit(get(relay, "/", NOSTR_JSON).body(), "created_at_lower_limit");
            assertEquals(3_600, age);
            TestClient client = relay.connect();
            client.accepted(note("old").at(T - age).build());
            client.refused(note("too old").at(T - age - 1).build(), "invalid");
        }
    }

    @Test
    void enforcesTheLimitsThatItAdvertisesForRequests() {
        LimitsConfig limits = new TestLimits().maxSubscriptions(2).results(3, 5).build();
        try (RelayFixture relay = RelayFixture.withLimits(limits)) {
            String document = get(relay, "/", NOSTR_JSON).body();
            TestClient client = relay.connect();
            client.accepted(
                    IntStream.range(0, 10).mapToObj(i -> note("" + i).build()).toArray(Event[]::new));
            assertEquals(limit(document, "default_limit"), client.stored("{}").size());
            assertEquals(
                    limit(document, "max_limit"),
                    client.stored("{\"limit\":100}").size());
            for (int i = 0; i < limit(document, "max_subscriptions"); i++) {
                client.subscribe("s" + i, "{\"kinds\":[7]}");
            }
            String answer = client.req("one more", "{}").next();
            assertTrue(answer.startsWith("[\"CLOSED\",\"one more\",\"rate-limited: "), answer);
            client.subscribe("s0", "{\"kinds\":[7]}");
            client.send("[\"CLOSE\",\"s0\"]");
            client.subscribe("one more", "{\"kinds\":[7]}");
        }
    }

    @Test
    void enforcesTheMessageLengthThatItAdvertises() {
        LimitsConfig limits = new TestLimits().maxMessageBytes(1_000).build();
        try (RelayFixture relay = RelayFixture.withLimits(limits)) {
            int bytes = limit(get(relay, "/", NOSTR_JSON).body(), "max_message_length");
            TestClient client = relay.connect();
            assertEquals(
                    "[\"EOSE\",\"x\",[\"finish\"]]",
                    client.send(requestOf(bytes)).next());
            client.send(requestOf(bytes + 1));
            assertEquals(1_009, client.closeStatus());
        }
    }

    private static String requestOf(int bytes) {
        return "[\"REQ\",\"x\",{" + " ".repeat(bytes - 14) + "}]";
    }

    private static Event tagged(int tags) {
        TestEvents event = note("");
        for (int i = 0; i < tags; i++) {
            event.tag("t", "" + i);
        }
        return event.build();
    }

    private static int limit(String document, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":(\\d+)").matcher(document);
        assertTrue(field.find(), () -> name + " is missing in " + document);
        return Integer.parseInt(field.group(1));
    }

    private static HttpResponse<String> get(RelayFixture relay, String path, String accept) {
        return send(request(relay.port(), path).header("Accept", accept).build());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
