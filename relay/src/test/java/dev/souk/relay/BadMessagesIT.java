package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Signature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes no sense gets the answer that NIP-01 prescribes, and the connection and the others go on. */
@SuppressWarnings("NullAway.Init") // Started before the tests.
class BadMessagesIT {
    private static final String ID = "a".repeat(64);
    private static final String SIG = "b".repeat(128);
    private static final String DEEP = "[".repeat(10_000);

    private static RelayFixture relay;
    private static TestClient bystander;

    private TestClient client;

    @BeforeAll
    static void start() {
        relay = RelayFixture.start();
        bystander = relay.connect();
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @BeforeEach
    void connect() {
        client = relay.connect();
    }

    @AfterEach
    void theConnectionAndTheOthersGoOn() {
        client.stored("{\"limit\":1}");
        Event event = note("unharmed " + System.nanoTime()).build();
        bystander.accepted(event);
        assertEquals(List.of(event), bystander.stored("{\"ids\":[\"" + event.id() + "\"]}"));
    }

    /** An event with these fields in place of the good ones; {@code ID} is its id. */
    private static String event(String createdAt, String kind, String tags, String content) {
        return "[\"EVENT\",{\"pubkey\":\"" + ID + "\",\"created_at\":" + createdAt + ",\"kind\":" + kind + ",\"tags\":"
                + tags + ",\"content\":" + content + ",\"sig\":\"" + SIG + "\",\"id\":\"" + ID + "\"}]";
    }

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of("created_at 1.0", event("1.0", "1", "[]", "\"\"")),
                Arguments.of("created_at 1e3", event("1e3", "1", "[]", "\"\"")),
                Arguments.of("created_at a string", event("\"1\"", "1", "[]", "\"\"")),
                Arguments.of("created_at null", event("null", "1", "[]", "\"\"")),
                Arguments.of("created_at negative", event("-1", "1", "[]", "\"\"")),
                Arguments.of("created_at beyond 2^40", event("1099511627776", "1", "[]", "\"\"")),
                Arguments.of("created_at beyond 2^63", event("9223372036854775808", "1", "[]", "\"\"")),
                Arguments.of("kind a string", event("1", "\"1\"", "[]", "\"\"")),
                Arguments.of("kind 1.0", event("1", "1.0", "[]", "\"\"")),
                Arguments.of("kind negative", event("1", "-1", "[]", "\"\"")),
                Arguments.of("kind beyond 2^31", event("1", "2147483648", "[]", "\"\"")),
                Arguments.of("tags an object", event("1", "1", "{}", "\"\"")),
                Arguments.of("tags null", event("1", "1", "null", "\"\"")),
                Arguments.of("an empty tag", event("1", "1", "[[]]", "\"\"")),
                Arguments.of("a tag that is a string", event("1", "1", "[\"t\"]", "\"\"")),
                Arguments.of("null in a tag", event("1", "1", "[[\"t\",null]]", "\"\"")),
                Arguments.of("a number in the third place of a tag", event("1", "1", "[[\"t\",\"x\",1]]", "\"\"")),
                Arguments.of("an array in a tag", event("1", "1", "[[\"t\",[]]]", "\"\"")),
                Arguments.of("content a number", event("1", "1", "[]", "1")),
                Arguments.of("content with a lone surrogate", event("1", "1", "[]", "\"\\ud800\"")),
                Arguments.of("a tag with a lone surrogate", event("1", "1", "[[\"t\",\"\\udc00x\"]]", "\"\"")),
                Arguments.of("an id that does not match", event("1", "1", "[]", "\"\"")),
                Arguments.of("content twice", event("1", "1", "[]", "\"\",\"content\":\"\"")),
                Arguments.of("sig in upper case", event("1", "1", "[]", "\"\"").replace(SIG, "B".repeat(128))),
                Arguments.of("sig too short", event("1", "1", "[]", "\"\"").replace(SIG, "b".repeat(126))),
                Arguments.of(
                        "pubkey in upper case", event("1", "1", "[]", "\"\"").replaceFirst(ID, "A".repeat(64))),
                Arguments.of("no kind", event("1", "1", "[]", "\"\"").replace("\"kind\":1,", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void refusesAMalformedEventByItsId(String name, String message) {
        String answer = client.send(message).next();
        assertTrue(answer.startsWith("[\"OK\",\"" + ID + "\",false,\"invalid: "), answer);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("no filter", "", "invalid"),
                Arguments.of("a filter that is an array", ",[]", "invalid"),
                Arguments.of("a filter that is null", ",null", "invalid"),
                Arguments.of("ids a string", ",{\"ids\":\"" + ID + "\"}", "invalid"),
                Arguments.of("a short id", ",{\"ids\":[\"abc\"]}", "invalid"),
                Arguments.of("an id in upper case", ",{\"ids\":[\"" + "A".repeat(64) + "\"]}", "invalid"),
                Arguments.of("a number as author", ",{\"authors\":[1]}", "invalid"),
                Arguments.of("kinds with a string", ",{\"kinds\":[\"1\"]}", "invalid"),
                Arguments.of("kinds with 1.0", ",{\"kinds\":[1.0]}", "invalid"),
                Arguments.of("kinds with 1e3", ",{\"kinds\":[1e3]}", "invalid"),
                Arguments.of("kinds with -1", ",{\"kinds\":[-1]}", "invalid"),
                Arguments.of("since a string", ",{\"since\":\"1\"}", "invalid"),
                Arguments.of("until 1.5", ",{\"until\":1.5}", "invalid"),
                Arguments.of("since beyond 64 bits", ",{\"since\":99999999999999999999}", "invalid"),
                Arguments.of("since of 1000 digits", ",{\"since\":" + "9".repeat(1_000) + "}", "invalid"),
                Arguments.of("limit negative", ",{\"limit\":-1}", "invalid"),
                Arguments.of("limit 1e2", ",{\"limit\":1e2}", "invalid"),
                Arguments.of("a short #e", ",{\"#e\":[\"abc\"]}", "invalid"),
                Arguments.of("a #p that is no hex", ",{\"#p\":[\"" + "g".repeat(64) + "\"]}", "invalid"),
                Arguments.of("a #t that is a string", ",{\"#t\":\"x\"}", "invalid"),
                Arguments.of("a #t with null", ",{\"#t\":[null]}", "invalid"),
                Arguments.of("a #t with a lone surrogate", ",{\"#t\":[\"\\ud800\"]}", "invalid"),
                Arguments.of("kinds twice", ",{\"kinds\":[1],\"kinds\":[2]}", "invalid"),
                Arguments.of("a search that is no string", ",{\"search\":[\"x\"]}", "invalid"),
                Arguments.of("#alt", ",{\"#alt\":[\"x\"]}", "unsupported"),
                Arguments.of("&t", ",{\"&t\":[\"x\"]}", "unsupported"),
                Arguments.of("#1", ",{\"#1\":[\"x\"]}", "unsupported"),
                Arguments.of("a misspelt author", ",{\"author\":[]}", "unsupported"),
                Arguments.of("nested ten thousand deep", ",{\"kinds\":" + DEEP, "invalid"),
                Arguments.of("broken JSON", ",{\"kinds\":[1}", "invalid"),
                Arguments.of("a second filter that is bad", ",{},{\"kinds\":1}", "invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void closesAMalformedRequest(String name, String filters, String prefix) {
        String answer = client.send("[\"REQ\",\"bad\"" + filters + "]").next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"bad\",\"" + prefix + ": "), answer);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("no JSON", "hello"),
                Arguments.of("an object", "{\"EVENT\":1}"),
                Arguments.of("a string", "\"REQ\""),
                Arguments.of("an empty array", "[]"),
                Arguments.of("a number as verb", "[1,2]"),
                Arguments.of("null as verb", "[null]"),
                Arguments.of("an unknown verb", "[\"HELLO\",\"x\"]"),
                Arguments.of("a verb in lower case", "[\"req\",\"x\",{}]"),
                Arguments.of("AUTH", "[\"AUTH\",{}]"),
                Arguments.of("REQ without an id", "[\"REQ\"]"),
                Arguments.of("REQ with an empty id", "[\"REQ\",\"\",{}]"),
                Arguments.of("REQ with 65 characters", "[\"REQ\",\"" + "x".repeat(65) + "\",{}]"),
                Arguments.of("REQ with a number as id", "[\"REQ\",1,{}]"),
                Arguments.of("CLOSE without an id", "[\"CLOSE\"]"),
                Arguments.of("CLOSE with a number", "[\"CLOSE\",7]"),
                Arguments.of("EVENT without an event", "[\"EVENT\"]"),
                Arguments.of("EVENT with a string", "[\"EVENT\",\"x\"]"),
                Arguments.of("an event without an id", "[\"EVENT\",{}]"),
                Arguments.of("an event with a short id", "[\"EVENT\",{\"id\":\"abc\"}]"),
                Arguments.of("an event with an id in upper case", "[\"EVENT\",{\"id\":\"" + "A".repeat(64) + "\"}]"),
                Arguments.of("something behind the message", "[\"CLOSE\",\"x\"] x"),
                Arguments.of("a message cut off", "[\"CLOSE\",\"x\""),
                Arguments.of("nested ten thousand deep", DEEP),
                Arguments.of("nested in an event", "[\"EVENT\",{\"x\":" + DEEP),
                Arguments.of("a raw NUL", "[\"CLOSE\",\"\u0000\"]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void tellsByNoticeWhatItCannotRead(String name, String message) {
        String answer = client.send(message).next();
        assertTrue(answer.startsWith("[\"NOTICE\",\""), answer);
    }

    @Test
    void refusesInvalidUtf8InEveryForm() {
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xE2, (byte) 0x82})) {
            try (RawSocket raw = RawSocket.webSocket(relay)) {
                byte[] message = "[\"CLOSE\",\"????\"]".getBytes(StandardCharsets.UTF_8);
                System.arraycopy(bad, 0, message, 10, bad.length);
                raw.send(RawSocket.frame(0x81, message));
                assertTrue(raw.read().text().startsWith("[\"NOTICE\",\"invalid: "));
            }
        }
    }

    @Test
    void refusesABadSignatureAndTakesTheGoodCopyLater() {
        Event good = note("good " + System.nanoTime()).build();
        Event bad = new Event(
                good.id(),
                good.pubkey(),
                good.createdAt(),
                good.kind(),
                good.tags(),
                good.content(),
                new Signature(good.sig().s(), good.sig().r()));
        assertEquals("[\"OK\",\"" + good.id() + "\",false,\"invalid: the signature is not valid\"]", client.ok(bad));
        client.accepted(good);
        assertTrue(client.ok(bad).contains(",true,\"duplicate: "));
    }

    @Test
    void endsAnOpenSubscriptionWhoseReplacementIsMalformed() {
        client.req("sub", "{\"kinds\":[1]}");
        client.eventsUntilEose("sub");
        assertTrue(client.send("[\"REQ\",\"sub\",{\"kinds\":1}]").next().startsWith("[\"CLOSED\",\"sub\",\"invalid: "));
        bystander.accepted(note("not for the closed one " + System.nanoTime()).build());
        client.nothingMore();
    }

    @Test
    void takesAnEscapedNulAndGivesItBack() {
        Event event = note("a\u0000b " + System.nanoTime()).build();
        client.accepted(event);
        assertEquals(List.of(event), client.stored("{\"ids\":[\"" + event.id() + "\"]}"));
    }

    @Test
    void ignoresWhatStandsBehindTheElementsItKnows() {
        Event event = note("extra " + System.nanoTime()).build();
        client.send("[\"EVENT\"," + TestClient.json(event) + ",\"extra\",{\"x\":[1]}]");
        assertEquals("[\"OK\",\"" + event.id() + "\",true,\"\"]", client.next());
    }
}
