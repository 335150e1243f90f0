package dev.souk.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterReaderTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final Bytes32 BYTES_A = Bytes32.ofHex(A);
    private static final Bytes32 BYTES_B = Bytes32.ofHex(B);

    static Stream<Arguments> filters() {
        return Stream.of(
                arguments("{}", Filter.ALL),
                arguments("{\"ids\":['A','B','A']}", Filter.builder().ids(BYTES_A, BYTES_B)),
                arguments("{\"authors\":['A']}", Filter.builder().authors(BYTES_A)),
                arguments("{\"kinds\":[0,1,1,65535]}", Filter.builder().kinds(0, 1, 65535)),
                arguments("{\"kinds\":[68001]}", Filter.builder().kinds(68001)),
                arguments("{\"kinds\":[2147483647]}", Filter.builder().kinds(Integer.MAX_VALUE)),
                arguments("{\"#e\":['A']}", Filter.builder().tag('e', A)),
                arguments("{\"#p\":['A','B']}", Filter.builder().tag('p', A, B)),
                arguments("{\"#t\":[\"x\",\"\"]}", Filter.builder().tag('t', "x", "")),
                arguments(
                        "{\"#T\":[\"x\"],\"#t\":[\"y\"]}",
                        Filter.builder().tag('T', "x").tag('t', "y")),
                arguments("{\"#E\":[\"any\"]}", Filter.builder().tag('E', "any")),
                arguments("{\"#z\":[\"\\u0000\"]}", Filter.builder().tag('z', "\0")),
                arguments("{\"since\":1}", Filter.builder().since(1)),
                arguments("{\"until\":1}", Filter.builder().until(1)),
                arguments(
                        "{\"since\":-1,\"until\":0}", Filter.builder().since(-1).until(0)),
                arguments("{\"since\":-9223372036854775808}", Filter.builder().since(Long.MIN_VALUE)),
                arguments("{\"until\":9223372036854775807}", Filter.builder().until(Long.MAX_VALUE)),
                arguments("{\"limit\":0}", Filter.builder().limit(0)),
                arguments("{\"limit\":2147483647}", Filter.builder().limit(Integer.MAX_VALUE)),
                arguments("{\"limit\":2147483648}", Filter.builder().limit(Integer.MAX_VALUE)),
                arguments("{\"limit\":9223372036854775807}", Filter.builder().limit(Integer.MAX_VALUE)),
                arguments("{\"search\":\"\"}", Filter.builder().search("")),
                arguments(
                        "{\"kinds\":[1],\"search\":\"best \\\"nostr apps\\\"\"}",
                        Filter.builder().kinds(1).search("best \"nostr apps\"")),
                arguments("{\"ids\":[]}", Filter.builder().ids(Set.of())),
                arguments("{\"authors\":[]}", Filter.builder().authors(Set.of())),
                arguments("{\"kinds\":[]}", Filter.builder().kinds(Set.of())),
                arguments("{\"#e\":[]}", Filter.builder().tag('e', Set.of())),
                arguments("{\"#t\":[]}", Filter.builder().tag('t', Set.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filters")
    void readsEveryCondition(String json, Object expected) {
        Filter filter = expected instanceof Filter.Builder builder ? builder.build() : (Filter) expected;

        assertEquals(List.of(filter), req(json).filters());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{\"ids\":'A'}",
                "{\"ids\":null}",
                "{\"ids\":[null]}",
                "{\"ids\":[1]}",
                "{\"ids\":[['A']]}",
                "{\"ids\":[\"\"]}",
                "{\"ids\":[\"aaaa\"]}",
                "{\"ids\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"]}",
                "{\"authors\":{}}",
                "{\"authors\":['A',\"b\"]}",
                "{\"kinds\":1}",
                "{\"kinds\":[\"1\"]}",
                "{\"kinds\":[1.0]}",
                "{\"kinds\":[1e3]}",
                "{\"kinds\":[01]}",
                "{\"kinds\":[+1]}",
                "{\"kinds\":[-1]}",
                "{\"kinds\":[2147483648]}",
                "{\"kinds\":[4294967297]}",
                "{\"kinds\":[null]}",
                "{\"kinds\":[true]}",
                "{\"kinds\":[1,]}",
                "{\"kinds\":[[1]]}",
                "{\"#e\":[\"note\"]}",
                "{\"#p\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"]}",
                "{\"#p\":['A',\"\"]}",
                "{\"#t\":\"x\"}",
                "{\"#t\":[1]}",
                "{\"#t\":[null]}",
                "{\"#t\":[{}]}",
                "{\"#t\":[\"\\ud800\"]}",
                "{\"#t\":[\"\\udc00\\ud800\"]}",
                "{\"since\":\"1\"}",
                "{\"since\":1.0}",
                "{\"since\":1e3}",
                "{\"since\":null}",
                "{\"since\":NaN}",
                "{\"since\":9223372036854775808}",
                "{\"since\":-9223372036854775809}",
                "{\"until\":1.5}",
                "{\"until\":[1]}",
                "{\"until\":100000000000000000000000000000000000000000}",
                "{\"limit\":-1}",
                "{\"limit\":\"1\"}",
                "{\"limit\":1.0}",
                "{\"limit\":null}",
                "{\"limit\":9223372036854775808}",
                "{\"search\":1}",
                "{\"search\":null}",
                "{\"search\":[\"souk\"]}",
                "{\"search\":\"\\ud800\"}",
                "{\"search\":\"souk\",\"search\":\"souk\"}",
                "{\"limit\":1,\"limit\":1}",
                "{\"ids\":[],\"ids\":['A']}",
                "{\"#t\":[\"x\"],\"#t\":[\"y\"]}",
                "{\"#t\":[\"x\"],\"\\u0023t\":[\"y\"]}",
                "{ids:[]}"
            })
    void refusesWhatIsMalformed(String json) {
        assertEquals(Reason.Prefix.INVALID, refused(json).reason().prefix());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"#alt\":[\"x\"]}",
                "{\"#\":[\"x\"]}",
                "{\"#1\":[\"x\"]}",
                "{\"#-\":[\"x\"]}",
                "{\"#\u00e4\":[\"x\"]}",
                "{\"&t\":[\"x\"]}",
                "{\"t\":[\"x\"]}",
                "{\"\":[]}",
                "{\"IDS\":[]}",
                "{\"x\":null}"
            })
    void refusesWhatItDoesNotKnowAsUnsupported(String json) {
        assertEquals(Reason.Prefix.UNSUPPORTED, refused(json).reason().prefix());
    }

    @Test
    void readsSeveralFiltersInTheirOrder() {
        List<Filter> filters =
                req("{\"kinds\":[1]},{\"kinds\":[]},{\"limit\":3}").filters();

        assertEquals(
                List.of(
                        Filter.builder().kinds(1).build(),
                        Filter.builder().kinds(Set.of()).build(),
                        Filter.builder().limit(3).build()),
                filters);
    }

    @Test
    void refusesTheReqForOneBadFilter() {
        assertEquals(
                Reason.Prefix.INVALID,
                refused("{\"kinds\":[1]},{\"kinds\":[-1]}").reason().prefix());
    }

    @Test
    void tellsWhichConditionIsUnknownInPrintableAscii() {
        String text = refused("{\"#caf\u00e9\\u0007\":[]}").reason().text();

        assertTrue(text.contains("\"#caf??\""), text);
    }

    @Test
    void readsAHundredThousandValues() {
        String values = "\"x\",".repeat(100_000) + "\"y\"";

        Filter filter = req("{\"#t\":[" + values + "]}").filters().get(0);

        assertEquals(Filter.builder().tag('t', "x", "y").build(), filter);
    }

    private static ClientMessage.Req req(String filters) {
        return assertInstanceOf(ClientMessage.Req.class, read(filters));
    }

    private static ClientMessage.RefusedReq refused(String filters) {
        return assertInstanceOf(ClientMessage.RefusedReq.class, read(filters));
    }

    /** Reads a REQ; {@code 'A'} and {@code 'B'} stand for 64 hex digits. */
    private static ClientMessage read(String filters) {
        String json = filters.replace("'A'", '"' + A + '"').replace("'B'", '"' + B + '"');
        return ClientMessageReader.read(("[\"REQ\",\"a\"," + json + "]").getBytes(StandardCharsets.UTF_8));
    }
}
