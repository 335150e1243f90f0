package dev.souk.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Reason;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verbs, subscription ids, and the message around events and filters. */
class ClientMessageReaderTest {
    private static final String ASTRAL = "\uD83E\uDD8A";

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments("nothing", "", Reason.Prefix.INVALID),
                arguments("white space", " \n", Reason.Prefix.INVALID),
                arguments("no JSON", "hello", Reason.Prefix.INVALID),
                arguments("an object", "{}", Reason.Prefix.INVALID),
                arguments("a string", "\"REQ\"", Reason.Prefix.INVALID),
                arguments("an empty array", "[]", Reason.Prefix.INVALID),
                arguments("an unclosed array", "[", Reason.Prefix.INVALID),
                arguments("a number as verb", "[1,\"a\"]", Reason.Prefix.INVALID),
                arguments("null as verb", "[null]", Reason.Prefix.INVALID),
                arguments("an array as verb", "[[\"REQ\"],\"a\",{}]", Reason.Prefix.INVALID),
                arguments("an unknown verb", "[\"HELLO\"]", Reason.Prefix.UNSUPPORTED),
                arguments("a verb in lower case", "[\"req\",\"a\",{}]", Reason.Prefix.UNSUPPORTED),
                arguments("an empty verb", "[\"\"]", Reason.Prefix.UNSUPPORTED),
                arguments("a lone surrogate as verb", "[\"\\ud800\"]", Reason.Prefix.UNSUPPORTED),
                arguments("single quotes", "['REQ','a',{}]", Reason.Prefix.INVALID),
                arguments("a comment", "[/**/\"REQ\",\"a\",{}]", Reason.Prefix.INVALID),
                arguments("a number as EVENT", "[\"EVENT\",1]", Reason.Prefix.INVALID),
                arguments("EVENT alone", "[\"EVENT\"]", Reason.Prefix.INVALID),
                arguments("EVENT with an array", "[\"EVENT\",[]]", Reason.Prefix.INVALID),
                arguments("EVENT with null", "[\"EVENT\",null]", Reason.Prefix.INVALID),
                arguments("EVENT without an id", "[\"EVENT\",{}]", Reason.Prefix.INVALID),
                arguments("REQ alone", "[\"REQ\"]", Reason.Prefix.INVALID),
                arguments("REQ cut off", "[\"REQ\",", Reason.Prefix.INVALID),
                arguments("REQ with a number as id", "[\"REQ\",1,{}]", Reason.Prefix.INVALID),
                arguments("REQ with null as id", "[\"REQ\",null,{}]", Reason.Prefix.INVALID),
                arguments("REQ with a filter as id", "[\"REQ\",{},{}]", Reason.Prefix.INVALID),
                arguments("REQ with an empty id", "[\"REQ\",\"\",{}]", Reason.Prefix.INVALID),
                arguments("REQ with an id of 65", "[\"REQ\",\"" + "a".repeat(65) + "\",{}]", Reason.Prefix.INVALID),
                arguments(
                        "REQ with an id of 65 astral characters",
                        "[\"REQ\",\"" + ASTRAL.repeat(65) + "\",{}]",
                        Reason.Prefix.INVALID),
                arguments("a lone high surrogate as id", "[\"REQ\",\"\\ud83e\",{}]", Reason.Prefix.INVALID),
                arguments("a lone low surrogate as id", "[\"REQ\",\"\\udd8a\",{}]", Reason.Prefix.INVALID),
                arguments("surrogates swapped in the id", "[\"REQ\",\"\\udd8a\\ud83e\",{}]", Reason.Prefix.INVALID),
                arguments("CLOSE alone", "[\"CLOSE\"]", Reason.Prefix.INVALID),
                arguments("CLOSE with a number", "[\"CLOSE\",1]", Reason.Prefix.INVALID),
                arguments("CLOSE cut off", "[\"CLOSE\",\"a\"", Reason.Prefix.INVALID),
                arguments("CLOSE and garbage", "[\"CLOSE\",\"a\"]x", Reason.Prefix.INVALID),
                arguments("CLOSE and more", "[\"CLOSE\",\"a\"][]", Reason.Prefix.INVALID),
                arguments("CLOSE with a lone surrogate", "[\"CLOSE\",\"\\ud800\"]", Reason.Prefix.INVALID),
                arguments("COUNT without an id", "[\"COUNT\"]", Reason.Prefix.INVALID),
                arguments("COUNT with an empty id", "[\"COUNT\",\"\",{}]", Reason.Prefix.INVALID),
                arguments("10,000 arrays", "[".repeat(10_000), Reason.Prefix.INVALID),
                arguments("10,000 arrays behind the verb", "[\"REQ\"," + "[".repeat(10_000), Reason.Prefix.INVALID),
                arguments("10,000 arrays as event", "[\"EVENT\"," + "[".repeat(10_000), Reason.Prefix.INVALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void answersWithANotice(String name, String text, Reason.Prefix prefix) {
        ClientMessage message = read(text);

        ClientMessage.Unreadable unreadable = assertInstanceOf(ClientMessage.Unreadable.class, message, name);
        assertEquals(prefix, unreadable.reason().prefix(), name);
    }

    static Stream<Arguments> refusedReqs() {
        return Stream.of(
                arguments("no filter", "[\"REQ\",\"a\"]", Reason.Prefix.INVALID),
                arguments("cut off behind the id", "[\"REQ\",\"a\"", Reason.Prefix.INVALID),
                arguments("cut off in the filter", "[\"REQ\",\"a\",{\"kinds\":[1", Reason.Prefix.INVALID),
                arguments("cut off behind the filter", "[\"REQ\",\"a\",{}", Reason.Prefix.INVALID),
                arguments("a number as filter", "[\"REQ\",\"a\",1]", Reason.Prefix.INVALID),
                arguments("null as filter", "[\"REQ\",\"a\",null]", Reason.Prefix.INVALID),
                arguments("an array as filter", "[\"REQ\",\"a\",[]]", Reason.Prefix.INVALID),
                arguments("a second filter that is none", "[\"REQ\",\"a\",{},\"b\"]", Reason.Prefix.INVALID),
                arguments("a comma at the end", "[\"REQ\",\"a\",{},]", Reason.Prefix.INVALID),
                arguments("garbage at the end", "[\"REQ\",\"a\",{}]x", Reason.Prefix.INVALID),
                arguments("a second message", "[\"REQ\",\"a\",{}][\"REQ\",\"b\",{}]", Reason.Prefix.INVALID),
                arguments("10,000 arrays", "[\"REQ\",\"a\",{\"ids\":" + "[".repeat(10_000), Reason.Prefix.INVALID),
                arguments("10,000 objects", "[\"REQ\",\"a\"," + "{\"x\":".repeat(10_000), Reason.Prefix.UNSUPPORTED),
                arguments("COUNT without a filter", "[\"COUNT\",\"a\"]", Reason.Prefix.INVALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedReqs")
    void answersWithClosedWhereAnIdIsKnown(String name, String text, Reason.Prefix prefix) {
        ClientMessage message = read(text);

        ClientMessage.RefusedReq refused = assertInstanceOf(ClientMessage.RefusedReq.class, message, name);
        assertEquals("a", refused.subscriptionId().value());
        assertEquals(prefix, refused.reason().prefix(), name);
    }

    static Stream<Arguments> refusedNegs() {
        return Stream.of(
                arguments("no filter", "[\"NEG-OPEN\",\"a\"]", Reason.Prefix.INVALID),
                arguments("no message", "[\"NEG-OPEN\",\"a\",{}]", Reason.Prefix.INVALID),
                arguments("a filter that is none", "[\"NEG-OPEN\",\"a\",[],\"61\"]", Reason.Prefix.INVALID),
                arguments("a condition not known", "[\"NEG-OPEN\",\"a\",{\"x\":1},\"61\"]", Reason.Prefix.UNSUPPORTED),
                arguments("a message that is no text", "[\"NEG-MSG\",\"a\",61]", Reason.Prefix.INVALID),
                arguments("an empty message", "[\"NEG-MSG\",\"a\",\"\"]", Reason.Prefix.INVALID),
                arguments("half a byte", "[\"NEG-MSG\",\"a\",\"610\"]", Reason.Prefix.INVALID),
                arguments("no hex", "[\"NEG-MSG\",\"a\",\"6x\"]", Reason.Prefix.INVALID),
                arguments("cut off", "[\"NEG-MSG\",\"a\",\"61\"", Reason.Prefix.INVALID),
                arguments("garbage at the end", "[\"NEG-MSG\",\"a\",\"61\"]x", Reason.Prefix.INVALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedNegs")
    void answersWithNegErrWhereAnIdIsKnown(String name, String text, Reason.Prefix prefix) {
        ClientMessage.RefusedNeg refused = assertInstanceOf(ClientMessage.RefusedNeg.class, read(text), name);
        assertEquals("a", refused.id().value());
        assertEquals(prefix, refused.reason().prefix(), name);
    }

    static Stream<Arguments> subscriptionIds() {
        return Stream.of(
                arguments("one character", "a", "a"),
                arguments("64 characters", "a".repeat(64), "a".repeat(64)),
                arguments("64 astral characters", ASTRAL.repeat(64), ASTRAL.repeat(64)),
                arguments("an escaped astral character", "\\ud83e\\udd8a", ASTRAL),
                arguments("a quote and a backslash", "\\\"\\\\", "\"\\"),
                arguments("a NUL, escaped", "\\u0000", "\0"),
                arguments("a space", " ", " "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("subscriptionIds")
    void takesAnySubscriptionId(String name, String written, String id) {
        ClientMessage message = read("[\"REQ\",\"" + written + "\",{}]");

        assertEquals(
                id,
                assertInstanceOf(ClientMessage.Req.class, message, name)
                        .subscriptionId()
                        .value());
    }

    static Stream<Arguments> closes() {
        return Stream.of(
                arguments("an id", "[\"CLOSE\",\"a\"]", "a"),
                arguments("an empty id", "[\"CLOSE\",\"\"]", ""),
                arguments("an id too long to be open", "[\"CLOSE\",\"" + "a".repeat(65) + "\"]", "a".repeat(65)),
                arguments("elements behind the id", "[\"CLOSE\",\"a\",1,[{}],{\"b\":[]}]", "a"),
                arguments("white space", " [ \"CLOSE\" ,\t\"a\"\r\n] ", "a"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closes")
    void readsClose(String name, String text, String id) {
        assertEquals(new ClientMessage.Close(id), read(text), name);
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                arguments("a lone continuation byte", bytes(0x80)),
                arguments("a byte that never occurs", bytes(0xFF)),
                arguments("an overlong slash", bytes(0xC0, 0xAF)),
                arguments("an overlong NUL", bytes(0xC0, 0x80)),
                arguments("an overlong three-byte form", bytes(0xE0, 0x80, 0xAF)),
                arguments("an overlong four-byte form", bytes(0xF0, 0x80, 0x80, 0xAF)),
                arguments("a surrogate as bytes", bytes(0xED, 0xA0, 0x80)),
                arguments("a pair in CESU-8", bytes(0xED, 0xA0, 0xBE, 0xED, 0xB6, 0x8A)),
                arguments("a code point above 10FFFF", bytes(0xF4, 0x90, 0x80, 0x80)),
                arguments("a character cut off", bytes(0xE2, 0x82)),
                arguments("a raw NUL", bytes(0)),
                arguments("a raw NUL behind a wide character", bytes(0xC3, 0xA9, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notUtf8")
    void readsNothingButUtf8(String name, byte[] inside) {
        byte[] head = "[\"CLOSE\",\"".getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\"]".getBytes(StandardCharsets.UTF_8);
        byte[] text = new byte[head.length + inside.length + tail.length];
        System.arraycopy(head, 0, text, 0, head.length);
        System.arraycopy(inside, 0, text, head.length, inside.length);
        System.arraycopy(tail, 0, text, head.length + inside.length, tail.length);

        assertInstanceOf(ClientMessage.Unreadable.class, ClientMessageReader.read(text), name);
    }

    @Test
    void readsNoUtf16() {
        String close = "[\"CLOSE\",\"a\"]";

        for (var encoding : Stream.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)
                .toList()) {
            ClientMessage message = ClientMessageReader.read(close.getBytes(encoding));
            assertInstanceOf(ClientMessage.Unreadable.class, message, encoding.name());
        }
    }

    /** RFC 8259, section 8.1, lets a reader ignore it. */
    @Test
    void ignoresAByteOrderMarkOfUtf8() {
        assertEquals(new ClientMessage.Close("a"), read("\uFEFF[\"CLOSE\",\"a\"]"));
    }

    @Test
    void refusesControlCharactersThatAreNotEscaped() {
        for (char control = 1; control < ' '; control++) {
            assertInstanceOf(
                    ClientMessage.Unreadable.class, read("[\"CLOSE\",\"" + control + "\"]"), "" + (int) control);
        }
    }

    @Test
    void showsOnlyPrintableAsciiOfAnUnknownVerb() {
        ClientMessage message = read("[\"\\u0007caf\u00e9" + "x".repeat(100) + "\"]");

        String text = assertInstanceOf(ClientMessage.Unreadable.class, message)
                .reason()
                .text();
        assertEquals("this relay does not know \"?caf?" + "x".repeat(27) + "...\"", text);
    }

    private static ClientMessage read(String text) {
        return ClientMessageReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
