package dev.souk.deploy.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Tag;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTextTest {
    @Test
    void aTagIsANameAndAValueOrAnArray() {
        assertEquals(Optional.of(Tag.of("j", "a=b")), TagText.parse("j=a=b"));
        assertEquals(Optional.of(Tag.of("d", "")), TagText.parse("d="));
        assertEquals(Optional.of(Tag.of("bid", "1", "2")), TagText.parse(" [\"bid\", \"1\",\"2\"]".strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "=x", "[]", "[1]", "[\"a\"", "[\"a\"]]", "[\"a\",[\"b\"]]", "[\"a\",null]"})
    void anythingElseIsNoTag(String text) {
        assertEquals(Optional.empty(), TagText.parse(text));
    }
}
