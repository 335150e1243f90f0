package dev.souk.bench;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What grows and what is measured at each size. Filled by picocli, then only read. */
final class GrowthSettings {
    @Option(
            names = "--dimensions",
            split = ",",
            defaultValue = "events,subscriptions,connections",
            description = "what grows, each on a relay with empty data (default: ${DEFAULT-VALUE})")
    List<Dimension> dimensions = List.of();

    @Option(
            names = "--points",
            converter = Points.Converter.class,
            paramLabel = "DIMENSION=LIST",
            description =
                    "where to measure, like events=10k,100k,1M; may be given for each dimension (default: from 10k to"
                            + " what the corpus has, at most 5M; from 100 to 100k subscriptions; from 10 to 10k connections)")
    List<Points> points = List.of();

    @Option(
            names = "--corpus",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON Lines, as 'corpus' writes them; of several seeds, to be stored one after another")
    List<Path> corpus = List.of();

    @Option(names = "--connections", defaultValue = "4", description = "publishing connections (default: 4)")
    int connections;

    @Option(names = "--window", defaultValue = "200", description = "unanswered events of each (default: 200)")
    int window;

    @Option(
            names = "--probe-events",
            defaultValue = "5000",
            description = "events whose publishing is measured at each size; they are the last before a point"
                    + " (default: 5000)")
    int probeEvents;

    @Option(
            names = "--warm-up-events",
            defaultValue = "20000",
            description = "events to publish before those, even when the rest is imported, and before subscriptions or"
                    + " connections grow (default: 20000)")
    int warmUpEvents;

    @Option(names = "--requests", defaultValue = "300", description = "REQs of each class (default: 300)")
    int requests;

    @Option(
            names = "--warm-up",
            defaultValue = "200",
            description = "REQs of each class before those that count (default: 200)")
    int warmUp;

    @Option(names = "--live-rate", defaultValue = "50", description = "live events a second (default: 50)")
    int liveRate;

    @Option(names = "--live-seconds", defaultValue = "10", description = "for how long (default: 10)")
    int liveSeconds;
}
