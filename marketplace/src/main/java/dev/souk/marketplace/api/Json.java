package dev.souk.marketplace.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.protocol.Bytes32;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One JSON document in the making. What is not known is written as null, so that a document of one sort always has the
 * same keys. Used by one thread.
 */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    private final JsonGenerator out;

    Json() {
        try {
            out = FACTORY.createGenerator(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
    }

    /** One step of writing. */
    @FunctionalInterface
    private interface Step {
        void write() throws IOException;
    }

    private Json then(Step step) {
        try {
            step.write();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return this;
    }

    /** Begins an object: the document itself, or an element of an array. */
    Json object() {
        return then(out::writeStartObject);
    }

    /** Begins an object as the field {@code name}. */
    Json object(String name) {
        return then(() -> out.writeObjectFieldStart(name));
    }

    /** Begins an array as the field {@code name}. */
    Json array(String name) {
        return then(() -> out.writeArrayFieldStart(name));
    }

    /** Begins an array as an element of an array. */
    Json array() {
        return then(out::writeStartArray);
    }

    /** Ends what was begun last. */
    Json end() {
        return then(() -> {
            if (out.getOutputContext().inArray()) {
                out.writeEndArray();
            } else {
                out.writeEndObject();
            }
        });
    }

    Json put(String name, String value) {
        return then(() -> out.writeStringField(name, clean(value)));
    }

    Json put(String name, Bytes32 value) {
        return then(() -> out.writeStringField(name, value.hex()));
    }

    Json put(String name, long value) {
        return then(() -> out.writeNumberField(name, value));
    }

    Json put(String name, boolean value) {
        return then(() -> out.writeBooleanField(name, value));
    }

    /** A number with four digits behind the point, in plain decimal notation. */
    Json putDecimal(String name, double value) {
        double finite = Double.isFinite(value) ? value : 0;
        return then(() -> out.writeNumberField(
                name, java.math.BigDecimal.valueOf(finite).setScale(4, java.math.RoundingMode.HALF_UP)));
    }

    Json put(String name, OptionalLong value) {
        return value.isPresent() ? put(name, value.getAsLong()) : none(name);
    }

    Json put(String name, OptionalInt value) {
        return value.isPresent() ? put(name, value.getAsInt()) : none(name);
    }

    Json put(String name, Optional<String> value) {
        return value.isPresent() ? put(name, value.get()) : none(name);
    }

    Json putId(String name, Optional<Bytes32> value) {
        return value.isPresent() ? put(name, value.get()) : none(name);
    }

    /** An array of strings. */
    Json putAll(String name, Collection<String> values) {
        array(name);
        values.forEach(this::add);
        return end();
    }

    /** An array of ids. */
    Json putIds(String name, Collection<Bytes32> values) {
        array(name);
        values.forEach(this::add);
        return end();
    }

    Json none(String name) {
        return then(() -> out.writeNullField(name));
    }

    Json add(String element) {
        return then(() -> out.writeString(clean(element)));
    }

    Json add(Bytes32 element) {
        return then(() -> out.writeString(element.hex()));
    }

    Json add(long element) {
        return then(() -> out.writeNumber(element));
    }

    /** A value that is JSON already, such as a stored event. */
    Json putRaw(String name, byte[] json) {
        return then(() -> {
            out.writeFieldName(name);
            out.writeRawValue(new String(json, StandardCharsets.UTF_8));
        });
    }

    /** The document, which must be complete. */
    byte[] toBytes() {
        then(out::close);
        return bytes.toByteArray();
    }

    /** The same text with U+FFFD for every lone surrogate, which has no UTF-8 form. */
    static String clean(String text) {
        if (!hasSurrogates(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isSurrogate(point) ? 0xFFFD : point));
        return clean.toString();
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
