package dev.souk.deploy.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Bytes32;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a job came to its status, as the relay tells it over HTTP: each change, with the rule and the event that prove it. */
public final class Evidence {
    private static final int MAX_CHANGES = 200;

    private Evidence() {}

    /** The changes, oldest first, one line each; empty when the relay does not tell. */
    public static List<String> fetch(RelayUrl url, String marketPath, Bytes32 job) throws InterruptedException {
        try {
            return read(Web.get(url.http().resolve(marketPath + "/jobs/" + job + "/evidence"), "application/json"));
        } catch (IOException e) {
            return List.of();
        }
    }

    static List<String> read(byte[] json) throws IOException {
        List<String> lines = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("evidence")) {
                    readChanges(parser, lines);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return lines;
    }

    private static void readChanges(JsonParser parser, List<String> lines) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> change = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    change.put(field, JobReport.clean(parser.getText()));
                } else {
                    parser.skipChildren();
                }
            }
            if (lines.size() < MAX_CHANGES) {
                lines.add(line(change));
            }
        }
    }

    private static String line(Map<String, String> change) {
        String event = change.getOrDefault("event", "null");
        return "%s  %-17s %s, %s"
                .formatted(
                        JobReport.time(change.getOrDefault("at", "")),
                        change.getOrDefault("to", ""),
                        change.getOrDefault("rule", ""),
                        event.equals("null") ? "by the clock" : "event " + event);
    }
}
