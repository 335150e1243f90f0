package dev.souk.relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"a\"           | \"a\"   | true",
                "\"a\"           | W/\"a\" | true",
                "W/\"a\"         | \"a\"   | true",
                "W/\"a\"         | W/\"a\" | true",
                "*               | \"a\"   | true",
                "\"b\", \"a\"    | \"a\"   | true",
                "\"b\",W/\"a\"   | \"a\"   | true",
                ", ,\"b\" ,\"a\" | \"a\"   | true",
                "\"b,\", \"a\"   | \"a\"   | true",
                "\"x,\"a\"       | \"a\"   | false",
                "\"b\"           | \"a\"   | false",
                "\"A\"           | \"a\"   | false",
                "a               | \"a\"   | false",
                "\"a             | \"a\"   | false",
                "\"a\" \"b\"     | \"a\"   | false",
                "w/\"a\"         | \"a\"   | false",
                "\"*\"           | \"a\"   | false",
                "\"b\", *        | \"a\"   | false"
            })
    void comparesWeaklyWithEveryTagOfTheList(String list, String etag, boolean matches) {
        assertEquals(matches, EntityTags.match(list, etag));
    }

    @Test
    void namesNothingWhenEmpty() {
        assertFalse(EntityTags.match("", "\"a\""));
        assertFalse(EntityTags.match(",", "\"a\""));
    }

    @Test
    void readsHostileListsInLinearTime() {
        assertTimeout(Duration.ofSeconds(10), () -> {
            for (String piece : new String[] {",", " ", "\"", "W/", "\"\" ", "\"b\","}) {
                assertFalse(EntityTags.match(piece.repeat(100_000), "\"a\""));
            }
        });
    }
}
