package dev.souk.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectTextsTest {
    private static List<String> read(String json) {
        return ObjectTexts.of(json, Set.of("name", "about"));
    }

    @Test
    void givesTheStringsOfTheNamesThatAreAskedFor() {
        assertEquals(List.of("a", "ü 🌍"), read("{\"name\":\"a\",\"x\":\"y\",\"about\":\"ü 🌍\"}"));
    }

    @Test
    void passesOverWhatIsNoStringAndWhatStandsDeeper() {
        assertEquals(List.of("b"), read("{\"name\":1,\"x\":{\"name\":\"a\"},\"y\":[\"name\"],\"about\":\"b\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "\"name\"", "null", "{", "{\"name\":\"\\ud800\"}", "{\"name\""})
    void findsNothingInWhatIsNoSuchObject(String json) {
        assertEquals(List.of(), read(json));
    }

    @Test
    void keepsWhatStandsBeforeAMistake() {
        assertEquals(List.of("a"), read("{\"name\":\"a\",\"about\":\"b"));
        assertEquals(List.of("a"), read("{\"name\":\"a\",\"x\":" + "[".repeat(10_000)));
    }
}
