package dev.souk.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.bench.plot.Plate;
import dev.souk.bench.plot.Plot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** All figures of how cost grows: by dimension, phase, figure, relay and point, with one value a round. Owned by one thread. */
final class Growth {
    private record Key(String phase, String figure) {
        /** Throughput and the slowest of a hundred are drawn. */
        boolean isDrawn() {
            return figure.endsWith("/s") || isLatency();
        }

        boolean isLatency() {
            return figure.contains("p99");
        }
    }

    /** By relay and point. */
    private record Curves(Map<String, SortedMap<Integer, List<Double>>> rounds) {
        void add(String relay, int point, double value) {
            rounds.computeIfAbsent(relay, fresh -> new TreeMap<>())
                    .computeIfAbsent(point, fresh -> new ArrayList<>())
                    .add(value);
        }

        /** Medians by point, for each relay. */
        Map<String, SortedMap<Integer, Double>> medians() {
            Map<String, SortedMap<Integer, Double>> medians = new LinkedHashMap<>();
            rounds.forEach((relay, points) -> {
                SortedMap<Integer, Double> curve = new TreeMap<>();
                points.forEach((point, values) -> curve.put(point, Results.median(values)));
                medians.put(relay, curve);
            });
            return medians;
        }
    }

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<Dimension, Map<Key, Curves>> dimensions = new EnumMap<>(Dimension.class);
    private final List<String> failures = new ArrayList<>();

    /** What a reader must know to do it again. */
    void fact(String name, String value) {
        facts.put(name, value);
    }

    void add(Dimension dimension, int point, String relay, List<Measured> figures) {
        Map<Key, Curves> curves = dimensions.computeIfAbsent(dimension, fresh -> new LinkedHashMap<>());
        for (Measured one : figures) {
            curves.computeIfAbsent(new Key(one.phase(), one.figure()), fresh -> new Curves(new LinkedHashMap<>()))
                    .add(relay, point, one.value());
        }
    }

    void failed(Dimension dimension, int point, String relay, Exception cause) {
        failures.add(String.format(Locale.ROOT, "%s, %,d %s: %s", relay, point, dimension.title(), cause));
    }

    boolean isComplete() {
        return failures.isEmpty();
    }

    /** Medians as tables in Markdown, one for each dimension, with a column for each point. */
    String tables() {
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        dimensions.forEach((dimension, curves) -> table(text, dimension, curves));
        failures.forEach(failure -> text.append("\nFAILED ").append(failure).append('\n'));
        return text.toString();
    }

    private static void table(StringBuilder text, Dimension dimension, Map<Key, Curves> curves) {
        TreeSet<Integer> points = new TreeSet<>();
        curves.values().forEach(one -> one.rounds().values().forEach(rounds -> points.addAll(rounds.keySet())));
        text.append("\n## By ").append(dimension.title()).append("\n\n");
        text.append("![By ")
                .append(dimension.title())
                .append("](")
                .append(file(dimension))
                .append(")\n\n| phase | figure | relay |");
        points.forEach(point -> text.append(String.format(Locale.ROOT, " %,d |", point)));
        text.append("\n| --- | --- | --- |")
                .append(" ---: |".repeat(points.size()))
                .append('\n');
        curves.forEach((key, one) -> one.medians().forEach((relay, curve) -> {
            text.append("| ").append(key.phase()).append(" | ").append(key.figure());
            text.append(" | ").append(relay).append(" |");
            points.forEach(point -> text.append(' ')
                    .append(Results.shown(Optional.ofNullable(curve.get(point))))
                    .append(" |"));
            text.append('\n');
        }));
    }

    private static String file(Dimension dimension) {
        return "growth-" + dimension.word() + ".svg";
    }

    /** The plots of a dimension, each with all relays in it. */
    List<Plot> plots(Dimension dimension) {
        List<Plot> plots = new ArrayList<>();
        dimensions.getOrDefault(dimension, Map.of()).forEach((key, curves) -> {
            if (key.isDrawn()) {
                plots.add(new Plot(key.phase(), dimension.title(), key.figure(), key.isLatency(), curves.medians()));
            }
        });
        return plots;
    }

    /** Writes {@code growth.md}, {@code growth.json} with every round, and a file of plots for each dimension. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("growth.md"), tables());
        for (Dimension dimension : dimensions.keySet()) {
            new Plate("Growth by " + dimension.title(), plots(dimension)).write(folder.resolve(file(dimension)));
        }
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(Files.newBufferedWriter(folder.resolve("growth.json"), StandardCharsets.UTF_8))) {
            json.useDefaultPrettyPrinter();
            writeJson(json);
        }
    }

    private void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeArrayFieldStart("figures");
        for (Map.Entry<Dimension, Map<Key, Curves>> dimension : dimensions.entrySet()) {
            for (Map.Entry<Key, Curves> curves : dimension.getValue().entrySet()) {
                writeCurves(json, dimension.getKey(), curves.getKey(), curves.getValue());
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("failures");
        for (String failure : failures) {
            json.writeString(failure);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeCurves(JsonGenerator json, Dimension dimension, Key key, Curves curves)
            throws IOException {
        for (Map.Entry<String, SortedMap<Integer, List<Double>>> relay :
                curves.rounds().entrySet()) {
            for (Map.Entry<Integer, List<Double>> point : relay.getValue().entrySet()) {
                json.writeStartObject();
                json.writeStringField("dimension", dimension.word());
                json.writeNumberField("point", point.getKey());
                json.writeStringField("phase", key.phase());
                json.writeStringField("figure", key.figure());
                json.writeStringField("relay", relay.getKey());
                json.writeFieldName("rounds");
                double[] rounds = point.getValue().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                json.writeArray(rounds, 0, rounds.length);
                json.writeEndObject();
            }
        }
    }
}
