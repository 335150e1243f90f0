package dev.souk.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Filter;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterWriterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kinds\":[]}",
                "{\"kinds\":[1,7,68001],\"since\":-1,\"until\":1700000000,\"limit\":0}",
                "{\"ids\":[\"0000000000000000000000000000000000000000000000000000000000000000\"],\"#t\":[\"a\\\"\",\"b\"]}"
            })
    void writesWhatCanBeReadAgain(String json) {
        Filter filter = FilterReader.parse(json).orElseThrow();
        assertEquals(json, FilterWriter.json(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1", "{}{}", "{} x", "{\"x\":1}", "{\"kinds\":1}"})
    void readsNothingElse(String json) {
        assertEquals(Optional.empty(), FilterReader.parse(json));
    }
}
