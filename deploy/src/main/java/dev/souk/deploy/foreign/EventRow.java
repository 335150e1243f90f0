package dev.souk.deploy.foreign;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Where in a row of a dumped table an event is. Immutable. */
sealed interface EventRow {
    /** The table of these columns; nothing when it is none that is known. */
    static Optional<EventRow> of(List<String> columns) {
        if (columns.containsAll(ByColumns.NAMES)) {
            return Optional.of(new ByColumns(columns));
        }
        return columns.contains("content") && columns.contains("pub_key")
                ? Optional.of(new AsJson(columns))
                : Optional.empty();
    }

    /** Whether the relay had marked it as deleted. */
    boolean isDeleted(List<Optional<byte[]>> fields);

    /** What may be the event; empty when it cannot be one. */
    byte[] json(List<Optional<byte[]>> fields);

    private static Optional<byte[]> field(List<Optional<byte[]>> fields, int column) {
        return column < 0 || column >= fields.size() ? Optional.empty() : fields.get(column);
    }

    private static String text(List<Optional<byte[]>> fields, int column) {
        return field(fields, column).map(bytes -> new String(bytes, UTF_8)).orElse("");
    }

    /** The hex digits of a bytea, which stand behind {@code \x}. */
    private static String hex(List<Optional<byte[]>> fields, int column) {
        String text = text(fields, column);
        return text.startsWith("\\x") ? text.substring(2) : text;
    }

    /** nostream: a column for each field. */
    record ByColumns(List<String> columns) implements EventRow {
        private static final List<String> NAMES = List.of(
                "event_id",
                "event_pubkey",
                "event_created_at",
                "event_kind",
                "event_tags",
                "event_content",
                "event_signature");
        private static final JsonFactory FACTORY = new JsonFactory();

        @Override
        public boolean isDeleted(List<Optional<byte[]>> fields) {
            return field(fields, columns.indexOf("deleted_at")).isPresent();
        }

        @Override
        public byte[] json(List<Optional<byte[]>> fields) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JsonGenerator json = FACTORY.createGenerator(out)) {
                json.writeStartObject();
                json.writeStringField("id", hex(fields, columns.indexOf("event_id")));
                json.writeStringField("pubkey", hex(fields, columns.indexOf("event_pubkey")));
                raw(json, "created_at", text(fields, columns.indexOf("event_created_at")));
                raw(json, "kind", text(fields, columns.indexOf("event_kind")));
                String tags = text(fields, columns.indexOf("event_tags"));
                raw(json, "tags", tags.isEmpty() ? "[]" : tags);
                json.writeStringField("content", text(fields, columns.indexOf("event_content")));
                json.writeStringField("sig", hex(fields, columns.indexOf("event_signature")));
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
            }
            return out.toByteArray();
        }

        /** What is no number, or no JSON, is found when the line is read. */
        private static void raw(JsonGenerator json, String name, String value) throws IOException {
            json.writeFieldName(name);
            json.writeRawValue(value);
        }
    }

    /** nostr-rs-relay: the whole event as JSON in a bytea. */
    record AsJson(List<String> columns) implements EventRow {
        @Override
        public boolean isDeleted(List<Optional<byte[]>> fields) {
            return text(fields, columns.indexOf("hidden")).equals("1");
        }

        @Override
        public byte[] json(List<Optional<byte[]>> fields) {
            String hex = hex(fields, columns.indexOf("content"));
            try {
                return HexFormat.of().parseHex(hex);
            } catch (IllegalArgumentException e) {
                return hex.getBytes(US_ASCII);
            }
        }
    }
}
