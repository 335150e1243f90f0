package dev.souk.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All figures of a run, by phase, figure and relay, each with one value a round. Owned by one thread. */
final class Results {
    private record Key(String phase, String figure) {}

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> relays;
    private final Map<Key, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> sections = new ArrayList<>();

    /** @param relays their names, ours first */
    Results(List<String> relays) {
        this.relays = List.copyOf(relays);
    }

    /** What a reader must know to do it again. */
    void fact(String name, String value) {
        facts.put(name, value);
    }

    void add(String relay, List<Measured> measured) {
        for (Measured one : measured) {
            figures.computeIfAbsent(new Key(one.phase(), one.figure()), fresh -> new LinkedHashMap<>())
                    .computeIfAbsent(relay, fresh -> new ArrayList<>())
                    .add(one.value());
        }
    }

    void failed(String relay, int round, Phase phase, Exception cause) {
        failures.add(relay + ", round " + round + ", " + phase + ": " + cause);
    }

    /** Text in Markdown that follows the table. */
    void section(String text) {
        sections.add(text);
    }

    boolean isComplete() {
        return failures.isEmpty();
    }

    /** Medians as a table in Markdown; with two relays also the first's as a multiple of the second's. */
    String table() {
        StringBuilder table = new StringBuilder();
        facts.forEach((name, value) ->
                table.append("- ").append(name).append(": ").append(value).append('\n'));
        boolean hasPeer = relays.size() > 1;
        table.append("\n| phase | figure | ").append(String.join(" | ", relays));
        table.append(hasPeer ? " | ratio |\n" : " |\n");
        table.append("| --- | --- |").append(" ---: |".repeat(relays.size() + (hasPeer ? 1 : 0)));
        table.append('\n');
        figures.forEach((key, values) -> {
            table.append("| ")
                    .append(key.phase())
                    .append(" | ")
                    .append(key.figure())
                    .append(" |");
            relays.forEach(relay ->
                    table.append(' ').append(shown(median(values, relay))).append(" |"));
            if (hasPeer) {
                table.append(' ').append(shown(ratio(values))).append(" |");
            }
            table.append('\n');
        });
        failures.forEach(failure -> table.append("\nFAILED ").append(failure).append('\n'));
        return table.toString();
    }

    private Optional<Double> ratio(Map<String, List<Double>> values) {
        return median(values, relays.get(0))
                .flatMap(ours -> median(values, relays.get(1))
                        .filter(theirs -> theirs != 0)
                        .map(theirs -> ours / theirs));
    }

    /** A number in a table. */
    static String shown(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.3f" : "%,.0f", number))
                .orElse("-");
    }

    private static Optional<Double> median(Map<String, List<Double>> values, String relay) {
        return Optional.ofNullable(values.get(relay)).map(Results::median);
    }

    /** The one in the middle; of an even number the mean of both. */
    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Writes {@code results.json}, with every round, and {@code results.md}, the table and what follows it. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.md"), table() + "\n" + String.join("\n", sections));
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(Files.newBufferedWriter(folder.resolve("results.json"), StandardCharsets.UTF_8))) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeArrayFieldStart("figures");
            for (Map.Entry<Key, Map<String, List<Double>>> figure : figures.entrySet()) {
                writeFigure(json, figure.getKey(), figure.getValue());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("failures");
            for (String failure : failures) {
                json.writeString(failure);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeFigure(JsonGenerator json, Key key, Map<String, List<Double>> values) throws IOException {
        json.writeStartObject();
        json.writeStringField("phase", key.phase());
        json.writeStringField("figure", key.figure());
        json.writeObjectFieldStart("rounds");
        for (Map.Entry<String, List<Double>> relay : values.entrySet()) {
            json.writeFieldName(relay.getKey());
            double[] rounds =
                    relay.getValue().stream().mapToDouble(Double::doubleValue).toArray();
            json.writeArray(rounds, 0, rounds.length);
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
