package dev.souk.marketplace.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Some strings out of a JSON object that stands in an event's content. Of a field that is given twice the last counts,
 * as it does in browsers; what is nested is skipped.
 */
final class Fields {
    /** Longer content is not looked at. */
    static final int MAX_LENGTH = 65_536;

    private static final int MAX_DEPTH = 32;

    /** Names are strangers' words: none is kept beyond the call. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Map<String, String> values = new HashMap<>();
    private boolean isWhole;

    private Fields() {}

    /** Reads {@code json} as far as it is JSON. */
    static Fields read(String json, Set<String> wanted) {
        Fields fields = new Fields();
        if (json.length() > MAX_LENGTH) {
            return fields;
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                fields.readObject(parser, wanted);
                fields.isWhole = parser.nextToken() == null;
            }
        } catch (IOException e) {
            fields.isWhole = false;
        }
        return fields;
    }

    private void readObject(JsonParser parser, Set<String> wanted) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
            if (wanted.contains(name)) {
                values.remove(name);
                if (isText) {
                    values.put(name, parser.getText());
                }
            }
            parser.skipChildren();
        }
    }

    /** True when it was one object and nothing else. */
    boolean isWhole() {
        return isWhole;
    }

    /** The text of a field, unless it is empty or not Unicode; surrounding white space does not belong to it. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .filter(text -> text.codePoints().noneMatch(Fields::isSurrogate));
    }

    /** Code points of a well-formed string are never surrogates. */
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
