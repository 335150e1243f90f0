package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what an event's content says when it is meant to be a JSON object, as that of a profile is (NIP-01, kind 0). */
public final class ObjectTexts {
    private ObjectTexts() {}

    /**
     * The strings that stand under these names at the top of the object {@code json}, in their order. What follows a mistake
     * is not read; of what is no object nothing is.
     */
    public static List<String> of(String json, Set<String> names) {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = Json.parser(json.getBytes(StandardCharsets.UTF_8))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return texts;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && names.contains(name)) {
                    texts.add(Json.string(parser, name));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException | MalformedException e) {
            return texts;
        }
        return texts;
    }
}
