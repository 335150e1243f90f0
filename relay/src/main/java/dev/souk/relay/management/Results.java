package dev.souk.relay.management;

import dev.souk.protocol.JsonBytes;
import dev.souk.relay.moderation.ReasonList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** What calls answer, as JSON. */
final class Results {
    private Results() {}

    /** {@code true}, which most methods answer. */
    static byte[] done() {
        return "true".getBytes(StandardCharsets.US_ASCII);
    }

    /** An array. */
    static <T> byte[] array(List<T> elements, BiConsumer<JsonBytes, T> writer) {
        JsonBytes json = new JsonBytes(64 + 128 * elements.size());
        json.raw('[');
        String comma = "";
        for (T element : elements) {
            json.raw(comma);
            writer.accept(json, element);
            comma = ",";
        }
        return json.raw(']').toBytes();
    }

    /** {@code [{"<name>": "...", "reason": "..."}, ...]}; without the reason where there is none. */
    static <K> byte[] reasons(String name, List<ReasonList.Entry<K>> entries) {
        return array(entries, (json, entry) -> reason(json, name, entry.key().toString(), entry.reason()));
    }

    /** One of these. */
    static void reason(JsonBytes json, String name, String key, String reason) {
        json.raw("{\"").raw(name).raw("\":").string(key);
        if (!reason.isEmpty()) {
            json.raw(",\"reason\":").string(reason);
        }
        json.raw('}');
    }
}
