package dev.souk.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.TestEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each text is read twice: alone, and inside an EVENT message. */
class EventReaderTest {
    private static final Event EVENT =
            TestEvents.note("hello").tag("t", "greeting").unsigned();
    private static final String ID = "\"id\":\"" + EVENT.id() + "\"";
    private static final String SIG = "\"sig\":\"" + EVENT.sig() + "\"";
    private static final String PUBKEY = "\"pubkey\":\"" + EVENT.pubkey() + "\"";
    private static final List<String> FIELDS = List.of(
            ID,
            PUBKEY,
            "\"created_at\":1700000000",
            "\"kind\":1",
            "\"tags\":[[\"t\",\"greeting\"]]",
            "\"content\":\"hello\"",
            SIG);

    static Stream<Arguments> badFields() {
        return Stream.of(
                arguments("pubkey in upper case", "\"pubkey\":\"" + "A".repeat(64) + "\""),
                arguments("pubkey too short", "\"pubkey\":\"" + "a".repeat(63) + "\""),
                arguments("pubkey too long", "\"pubkey\":\"" + "a".repeat(66) + "\""),
                arguments("pubkey null", "\"pubkey\":null"),
                arguments("pubkey an object", "\"pubkey\":{\"id\":\"" + "a".repeat(64) + "\"}"),
                arguments("created_at a string", "\"created_at\":\"1\""),
                arguments("created_at with a fraction of zero", "\"created_at\":1.0"),
                arguments("created_at with an exponent", "\"created_at\":1e3"),
                arguments("created_at negative", "\"created_at\":-1"),
                arguments("created_at 2^40", "\"created_at\":1099511627776"),
                arguments("created_at 2^63", "\"created_at\":9223372036854775808"),
                arguments("created_at 2^64", "\"created_at\":18446744073709551616"),
                arguments("created_at of 30 digits", "\"created_at\":" + "1".repeat(30)),
                arguments("created_at of 30 digits, negative", "\"created_at\":-" + "1".repeat(30)),
                arguments("created_at of 10,000 digits", "\"created_at\":" + "1".repeat(10_000)),
                arguments("created_at of 10,000 decimals", "\"created_at\":1." + "1".repeat(10_000)),
                arguments("created_at with a huge exponent", "\"created_at\":1e999999999"),
                arguments("created_at null", "\"created_at\":null"),
                arguments("created_at true", "\"created_at\":true"),
                arguments("created_at an array", "\"created_at\":[1]"),
                arguments("kind a string", "\"kind\":\"1\""),
                arguments("kind with a fraction of zero", "\"kind\":1.0"),
                arguments("kind with an exponent", "\"kind\":1e3"),
                arguments("kind negative", "\"kind\":-1"),
                arguments("kind 2^31", "\"kind\":2147483648"),
                arguments("kind 2^32 + 1", "\"kind\":4294967297"),
                arguments("kind 2^64 + 1", "\"kind\":18446744073709551617"),
                arguments("tags null", "\"tags\":null"),
                arguments("tags a string", "\"tags\":\"\""),
                arguments("tags an object", "\"tags\":{}"),
                arguments("a tag that is empty", "\"tags\":[[]]"),
                arguments("a second tag that is empty", "\"tags\":[[\"t\",\"x\"],[]]"),
                arguments("a tag that is a string", "\"tags\":[\"t\"]"),
                arguments("a tag that is null", "\"tags\":[null]"),
                arguments("a tag that is an object", "\"tags\":[{\"t\":\"x\"}]"),
                arguments("null as a tag's name", "\"tags\":[[null]]"),
                arguments("null as a tag's value", "\"tags\":[[\"t\",null]]"),
                arguments("null as third element", "\"tags\":[[\"t\",\"x\",null]]"),
                arguments("a number as fourth element", "\"tags\":[[\"t\",\"x\",\"y\",1]]"),
                arguments("true in a tag", "\"tags\":[[\"t\",true]]"),
                arguments("an array in a tag", "\"tags\":[[\"t\",[\"x\"]]]"),
                arguments("an object in a tag", "\"tags\":[[\"t\",{\"x\":[]}]]"),
                arguments("a lone surrogate in a tag", "\"tags\":[[\"t\",\"\\ud800\"]]"),
                arguments("content null", "\"content\":null"),
                arguments("content a number", "\"content\":1"),
                arguments("content an object", "\"content\":{}"),
                arguments("a lone high surrogate", "\"content\":\"\\ud83e\""),
                arguments("a lone high surrogate before a letter", "\"content\":\"\\ud83ex\""),
                arguments("two high surrogates", "\"content\":\"\\ud83e\\ud83e\\udd8a\""),
                arguments("a lone low surrogate", "\"content\":\"\\udd8a\""),
                arguments("surrogates swapped", "\"content\":\"\\udd8a\\ud83e\""),
                arguments("sig in upper case", "\"sig\":\"" + "A".repeat(128) + "\""),
                arguments("sig too short", "\"sig\":\"" + "a".repeat(126) + "\""),
                arguments("sig null", "\"sig\":null"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFields")
    void refusesABadFieldWithTheIdAlthoughItComesLater(String name, String field) {
        String event = "{" + field + "," + withoutFieldOf(field) + "}";

        refuses(name, event);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFields")
    void refusesABadFieldWithTheIdThatCameBefore(String name, String field) {
        refuses(name, "{" + ID + "," + field + "," + withoutFieldOf(field).replace(ID + ",", "") + "}");
    }

    /** The seven fields without the one that {@code field} replaces, the id last. */
    private static String withoutFieldOf(String field) {
        String name = field.substring(0, field.indexOf(':') + 1);
        List<String> others = FIELDS.stream()
                .filter(other -> !other.startsWith(name) && !other.equals(ID))
                .toList();
        return ID + "," + String.join(",", others);
    }

    static Stream<Arguments> brokenTexts() {
        String all = String.join(",", FIELDS);
        return Stream.of(
                arguments("nothing but the id", "{" + ID + "}"),
                arguments("a comma at the end", "{" + all + ",}"),
                arguments("a field without quotes", "{" + all + ",x:1}"),
                arguments("a word that is no JSON", "{" + all + ",\"x\":nul}"),
                arguments("NaN", "{" + all + ",\"x\":NaN}"),
                arguments("a raw control character", "{" + ID + ",\"content\":\"\n\"}"),
                arguments("an unknown escape", "{" + ID + ",\"content\":\"\\x\"}"),
                arguments("cut off in the content", "{" + ID + ",\"content\":\"hel"),
                arguments("cut off behind the id", "{" + ID),
                arguments("cut off before the end", "{" + all),
                arguments("arrays 10,000 deep", "{" + all + ",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
                arguments("objects 10,000 deep", "{" + all + ",\"x\":" + "{\"x\":".repeat(10_000)),
                arguments("tags 10,000 deep", "{" + ID + ",\"tags\":" + "[".repeat(10_000)),
                arguments("content 10,000 deep", "{" + ID + ",\"content\":" + "[".repeat(10_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenTexts")
    void refusesABrokenTextWithTheId(String name, String event) {
        refuses(name, event);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void refusesWhereAFieldIsMissing(int index) {
        refuses(FIELDS.get(index), "{" + String.join(",", without(index)) + "}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void refusesAFieldThatIsGivenTwice(int index) {
        refuses(FIELDS.get(index), "{" + String.join(",", FIELDS) + "," + FIELDS.get(index) + "}");
    }

    @Test
    void refusesAFieldThatIsGivenTwiceInAnotherSpelling() {
        refuses("kind", "{" + String.join(",", FIELDS) + ",\"k\\u0069nd\":1}");
    }

    /** The first id is the one to answer to. */
    @Test
    void refusesASecondId() {
        refuses("id", "{" + String.join(",", FIELDS) + ",\"id\":\"" + "a".repeat(64) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":null,", "\"id\":1,", "\"id\":\"\",", "\"id\":\"abc\",", "\"id\":[],", ""})
    void answersWithANoticeWhereThereIsNoId(String id) {
        String event = "{" + id + String.join(",", without(0)) + "}";

        assertThrows(MalformedException.class, () -> EventReader.read(utf8(event)));
        assertInstanceOf(ClientMessage.Unreadable.class, message(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "[]", "\"\"", "", "tru"})
    void refusesWhatIsNoObject(String text) {
        assertThrows(MalformedException.class, () -> EventReader.read(utf8(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "]", "{}", "1", ",", "\0"})
    void refusesAnythingBehindTheEvent(String garbage) {
        String event = "{" + String.join(",", FIELDS) + "}";

        assertThrows(MalformedException.class, () -> EventReader.read(utf8(event + garbage)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "]", "[]", ",", "1"})
    void refusesAnythingBehindTheMessage(String garbage) {
        String text = "[\"EVENT\",{" + String.join(",", FIELDS) + "}]" + garbage;

        refusedWithId(garbage, ClientMessageReader.read(utf8(text)));
    }

    static Stream<Arguments> goodFields() {
        return Stream.of(
                arguments("kind 0", "\"kind\":0", TestEvents.ofKind(0)),
                arguments("minus zero", "\"kind\":-0", TestEvents.ofKind(0)),
                arguments("kind 68001", "\"kind\":68001", TestEvents.ofKind(68001)),
                arguments("kind 2^31 - 1", "\"kind\":2147483647", TestEvents.ofKind(Integer.MAX_VALUE)),
                arguments(
                        "created_at 0", "\"created_at\":0", TestEvents.note("").at(0)),
                arguments(
                        "created_at 2^40 - 1",
                        "\"created_at\":1099511627775",
                        TestEvents.note("").at(Event.MAX_TIME)),
                arguments("no tags", "\"tags\":[]", TestEvents.note("")),
                arguments(
                        "a tag without a value",
                        "\"tags\":[[\"d\"]]",
                        TestEvents.note("").tag("d")),
                arguments(
                        "a tag with an empty name",
                        "\"tags\":[[\"\"]]",
                        TestEvents.note("").tag("")),
                arguments("an escaped NUL", "\"content\":\"\\u0000\"", TestEvents.note("\0")),
                arguments("an escaped pair", "\"content\":\"\\ud83e\\udd8a\"", TestEvents.note("\uD83E\uDD8A")),
                arguments("a pair as UTF-8", "\"content\":\"\uD83E\uDD8A\"", TestEvents.note("\uD83E\uDD8A")),
                arguments("an escaped slash", "\"content\":\"\\/\"", TestEvents.note("/")),
                arguments("U+007F and U+2028", "\"content\":\"\u007F\u2028\"", TestEvents.note("\u007F\u2028")),
                arguments("a noncharacter", "\"content\":\"\uFFFF\"", TestEvents.note("\uFFFF")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFields")
    void readsWhatIsUnusualButRight(String name, String field, TestEvents builder) {
        Event expected = builder.unsigned();
        String key = field.substring(0, field.indexOf(':') + 1);
        String json = new String(expected.json(), StandardCharsets.UTF_8);
        String others = json.substring(1, json.length() - 1).replaceFirst(key + "(\\[.*\\]|\"[^\"]*\"|[0-9]+),?", "");

        readsAs(name, expected, "{" + field + "," + others.replaceAll(",$", "") + "}");
    }

    static Stream<Arguments> unknownFields() {
        return Stream.of(
                arguments("null", "null"),
                arguments("a number", "1.5e3"),
                arguments("a number of a million digits", "1".repeat(1_000_000)),
                arguments("an event", "{" + String.join(",", FIELDS) + "}"),
                arguments("an id in an array", "[{\"id\":\"x\"}]"),
                arguments("arrays 20 deep", "[".repeat(20) + "]".repeat(20)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownFields")
    void skipsAnUnknownField(String name, String value) {
        readsAs(name, EVENT, "{\"x\":" + value + "," + String.join(",", FIELDS) + ",\"x\":" + value + "}");
    }

    @Test
    void readsFieldsInAnyOrderWithWhiteSpace() {
        readsAs("white space", EVENT, "\r\n{ " + String.join(" ,\t", FIELDS.reversed()) + " }\n");
    }

    @Test
    void ignoresElementsBehindTheEvent() {
        ClientMessage message =
                ClientMessageReader.read(utf8("[\"EVENT\",{" + String.join(",", FIELDS) + "},null,[{}],\"x\"]"));

        assertEquals(new ClientMessage.Publish(EVENT), message);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] json = EVENT.json().clone();
        json[json.length - 4] = (byte) 0xFF;

        assertThrows(MalformedException.class, () -> EventReader.read(json));
    }

    private static List<String> without(int index) {
        return FIELDS.stream().filter(field -> !field.equals(FIELDS.get(index))).toList();
    }

    private static void readsAs(String name, Event expected, String json) {
        assertEquals(expected, EventReader.read(utf8(json)), name);
        assertEquals(new ClientMessage.Publish(expected), message(json), name);
    }

    private static void refuses(String name, String json) {
        assertThrows(MalformedException.class, () -> EventReader.read(utf8(json)), name);
        refusedWithId(name, message(json));
    }

    private static void refusedWithId(String name, ClientMessage message) {
        ClientMessage.RefusedEvent refused = assertInstanceOf(ClientMessage.RefusedEvent.class, message, name);
        assertEquals(EVENT.id(), refused.id(), name);
        assertEquals(Reason.Prefix.INVALID, refused.reason().prefix(), name);
    }

    private static ClientMessage message(String event) {
        return ClientMessageReader.read(utf8("[\"EVENT\"," + event + "]"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
