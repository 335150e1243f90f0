package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.PluginAnswer;
import dev.souk.protocol.PluginAnswer.Action;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Reads one line of a write-policy plugin. Thread-safe; the work is linear in the bytes. */
public final class PluginAnswerReader {
    private PluginAnswerReader() {}

    /**
     * The answer that {@code utf8} holds; other fields are ignored, and of a field given twice the last one counts.
     *
     * @throws MalformedException when it holds none
     */
    public static PluginAnswer read(byte[] utf8) {
        try (JsonParser parser = Json.parser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("an answer is an object with an id and an action");
            }
            PluginAnswer answer = fields(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("unexpected text after the answer");
            }
            return answer;
        } catch (IOException e) {
            throw new MalformedException("not JSON", e);
        }
    }

    private static PluginAnswer fields(JsonParser parser) throws IOException {
        Optional<Bytes32> id = Optional.empty();
        Optional<Action> action = Optional.empty();
        Optional<String> message = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = Optional.of(Json.bytes32(parser, name));
                case "action" -> action = Optional.of(action(Json.string(parser, name)));
                case "msg" -> message = message(parser);
                default -> parser.skipChildren();
            }
        }
        return new PluginAnswer(
                id.orElseThrow(() -> new MalformedException("id is missing")),
                action.orElseThrow(() -> new MalformedException("action is missing")),
                message);
    }

    private static Action action(String word) {
        return Arrays.stream(Action.values())
                .filter(action -> action.wire().equals(word))
                .findFirst()
                .orElseThrow(() -> new MalformedException("action is none of accept, reject and shadowReject"));
    }

    /** Many languages write a text that is not there as null. */
    private static Optional<String> message(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL
                ? Optional.empty()
                : Optional.of(Json.string(parser, "msg"));
    }
}
