package dev.souk.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.PluginAnswer;
import dev.souk.protocol.PluginAnswer.Action;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginAnswerReaderTest {
    private static final String ID = "ab".repeat(32);

    private static PluginAnswer read(String line) {
        return PluginAnswerReader.read(line.replace("ID", ID).getBytes(UTF_8));
    }

    private static PluginAnswer answer(Action action, Optional<String> message) {
        return new PluginAnswer(Bytes32.parse(ID).orElseThrow(), action, message);
    }

    @Test
    void readsEveryAction() {
        assertEquals(answer(Action.ACCEPT, Optional.empty()), read("{\"id\":\"ID\",\"action\":\"accept\"}"));
        assertEquals(
                answer(Action.REJECT, Optional.of("blocked: \"no\"")),
                read("{\"id\":\"ID\",\"action\":\"reject\",\"msg\":\"blocked: \\\"no\\\"\"}"));
        assertEquals(
                answer(Action.SHADOW_REJECT, Optional.empty()),
                read(" { \"msg\" : null , \"action\" : \"shadowReject\" , \"id\" : \"ID\" }\r"));
    }

    @Test
    void otherFieldsAreIgnored() {
        assertEquals(
                answer(Action.ACCEPT, Optional.empty()),
                read("{\"x\":[1.5,{\"id\":2}],\"id\":\"ID\",\"action\":\"accept\",\"took\":1e3}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ready",
                "[]",
                "{}",
                "{\"id\":\"ID\"}",
                "{\"action\":\"accept\"}",
                "{\"id\":\"ID\",\"action\":\"Accept\"}",
                "{\"id\":\"ID\",\"action\":true}",
                "{\"id\":\"ab\",\"action\":\"accept\"}",
                "{\"id\":null,\"action\":\"accept\"}",
                "{\"id\":\"ID\",\"action\":\"reject\",\"msg\":1}",
                "{\"id\":\"ID\",\"action\":\"reject\",\"msg\":\"\\ud800\"}",
                "{\"id\":\"ID\",\"action\":\"accept\"}{}",
                "{\"id\":\"ID\",\"action\":\"accept\"",
            })
    void anythingElseIsNone(String line) {
        assertThrows(MalformedException.class, () -> read(line));
    }
}
