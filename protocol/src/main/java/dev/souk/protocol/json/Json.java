package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Strict pieces of JSON: whole numbers only, strings that have a UTF-8 form, little nesting. */
final class Json {
    private static final int MAX_DEPTH = 32;

    /** Numbers of any length are read over in linear time, as Jackson converts none before it is asked to. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Json() {}

    /** A parser of UTF-8 and nothing else: Jackson would guess other encodings from zero bytes. */
    static JsonParser parser(byte[] utf8) throws IOException {
        if (!isUtf8(utf8)) {
            throw new MalformedException("not UTF-8");
        }
        return FACTORY.createParser(utf8);
    }

    /** Plain ASCII is seen at a glance; the rest is decoded once, strictly: no overlong forms, no surrogates. */
    private static boolean isUtf8(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && bytes[start] > 0) {
            start++;
        }
        if (start == bytes.length) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes, start, bytes.length - start));
        } catch (java.nio.charset.CharacterCodingException e) {
            return false;
        }
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return true;
    }

    /** The number at the parser, which must be a whole one that fits. */
    static long integer(JsonParser parser, String what) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new MalformedException(what + " must be a whole number that fits 64 bits");
        }
        return parser.getLongValue();
    }

    /** The string at the parser. */
    static String string(JsonParser parser, String what) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedException(what + " must be a string");
        }
        String text = parser.getText();
        if (hasLoneSurrogate(text)) {
            throw new MalformedException(what + " has a lone surrogate, which has no UTF-8 form");
        }
        return text;
    }

    /** Sixty-four lowercase hex digits at the parser. */
    static Bytes32 bytes32(JsonParser parser, String what) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedException(what + " must be a string");
        }
        return Bytes32.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())
                .orElseThrow(() -> new MalformedException(what + " must be 64 lowercase hex digits"));
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
