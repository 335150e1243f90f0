package dev.souk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a corpus of jobs, and prints its fingerprint. */
@Command(
        name = "market-corpus",
        description =
                "Write a seeded corpus of jobs as JSON Lines: requests, feedback, results, likes and zap receipts of"
                        + " 20 days. Prints its fingerprint, the SHA-256 of the file.",
        mixinStandardHelpOptions = true)
final class MarketCorpusCommand implements Callable<Integer> {
    @Option(names = "--seed", defaultValue = "42", description = "the same seed gives the same file (default: 42)")
    private long seed;

    @Option(names = "--jobs", defaultValue = "20000", description = "how many (default: 20000)")
    private int jobs;

    @Option(names = "--now", paramLabel = "SECONDS", description = "when the 20 days end, Unix time (default: now)")
    private Optional<Long> now = Optional.empty();

    @Option(names = "--out", required = true, description = "the file to write")
    private Path out = Path.of("market.jsonl");

    @Override
    public Integer call() throws IOException {
        long end = now.orElseGet(() -> System.currentTimeMillis() / 1_000);
        int events = CorpusCommand.write(new MarketCorpus(seed, jobs, end)::next, out);
        System.out.printf(
                "jobs %d, events %d, seed %d, now %d, average %d bytes, SHA-256 %s%n",
                jobs, events, seed, end, Files.size(out) / Math.max(1, events), Fingerprint.of(out));
        return 0;
    }
}
