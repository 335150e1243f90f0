package dev.souk.deploy.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tag as people write it: {@code name=value}, or a JSON array of strings. */
public final class TagText {
    private TagText() {}

    /** The tag; nothing when {@code text} is neither. */
    public static Optional<Tag> parse(String text) {
        if (text.startsWith("[")) {
            return array(text);
        }
        int equals = text.indexOf('=');
        return equals < 1
                ? Optional.empty()
                : Optional.of(Tag.of(text.substring(0, equals), text.substring(equals + 1)));
    }

    private static Optional<Tag> array(String text) {
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                elements.add(parser.getText());
            }
            boolean isWhole = parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null;
            return isWhole && !elements.isEmpty() ? Optional.of(new Tag(elements)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
