package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.Hex;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a corpus, and prints its fingerprint. */
@Command(
        name = "corpus",
        description = "Write a seeded corpus of signed events as JSON Lines, and print its fingerprint: the SHA-256 of"
                + " all ids in order.",
        mixinStandardHelpOptions = true)
final class CorpusCommand implements Callable<Integer> {
    private static final int STEP = 10_000;

    @Option(names = "--seed", defaultValue = "42", description = "the same seed gives the same ids (default: 42)")
    private long seed;

    @Option(names = "--events", defaultValue = "200000", description = "how many (default: 200000)")
    private int events;

    @Option(names = "--out", required = true, description = "the file to write")
    private Path out = Path.of("corpus.jsonl");

    @Override
    public Integer call() throws IOException, NoSuchAlgorithmException {
        Corpus corpus = new Corpus(seed, events);
        MessageDigest ids = MessageDigest.getInstance("SHA-256");
        long bytes = 0;
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), 1 << 20)) {
            for (int from = 0; from < events; from += STEP) {
                for (Event event : corpus.next(from, Math.min(STEP, events - from))) {
                    file.write(event.json());
                    file.write('\n');
                    ids.update(event.id().toBytes());
                    bytes += event.json().length;
                }
                System.err.printf("%,d of %,d%n", Math.min(from + STEP, events), events);
            }
        }
        System.out.printf(
                "events %d, seed %d, average %d bytes, ids %s%n", events, seed, bytes / events, Hex.of(ids.digest()));
        return 0;
    }
}
