package dev.souk.bench;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What is measured and how much of it. Filled by picocli, then only read. */
final class Settings {
    @Option(
            names = "--phases",
            split = ",",
            defaultValue = "publish,duplicates,query,live,fanout,deflate,idle,restart,cold",
            description = "which, in order (default: ${DEFAULT-VALUE}); feeds, search, import and export are more")
    List<Phase> phases = List.of();

    @Option(names = "--connections", defaultValue = "4", description = "publishing connections (default: 4)")
    int connections;

    @Option(names = "--window", defaultValue = "200", description = "unanswered events of each (default: 200)")
    int window;

    @Option(names = "--requests", defaultValue = "1000", description = "REQs of each class (default: 1000)")
    int requests;

    @Option(
            names = "--warm-up",
            defaultValue = "500",
            description = "REQs of each class before those that count (default: 500)")
    int warmUp;

    @Option(
            names = "--cold-requests",
            defaultValue = "20",
            description = "REQs of each class right after a restart (default: 20)")
    int coldRequests;

    @Option(
            names = "--live-rates",
            split = ",",
            defaultValue = "50,200",
            description = "live events a second (default: ${DEFAULT-VALUE})")
    List<Integer> liveRates = List.of();

    @Option(names = "--live-seconds", defaultValue = "20", description = "for how long each (default: 20)")
    int liveSeconds;

    @Option(
            names = "--subscribers",
            split = ",",
            defaultValue = "200,1000",
            description = "how many want everything (default: ${DEFAULT-VALUE})")
    List<Integer> subscribers = List.of();

    @Option(
            names = "--idle",
            split = ",",
            defaultValue = "1000,5000",
            description = "how many idle connections (default: ${DEFAULT-VALUE})")
    List<Integer> idle = List.of();

    @Option(
            names = "--feeds",
            split = ",",
            defaultValue = "10000",
            description = "how many home feeds are open, 100 on each connection (default: ${DEFAULT-VALUE})")
    List<Integer> feeds = List.of();

    @Option(
            names = "--corpus",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines, as 'corpus' writes them")
    Path corpus = Path.of("corpus.jsonl");
}
