package dev.souk.bench;

import dev.souk.protocol.Event;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a corpus, and prints its fingerprint. */
@Command(
        name = "corpus",
        description = "Write a seeded corpus of signed events as JSON Lines, and print its fingerprint: the SHA-256 of"
                + " the file.",
        mixinStandardHelpOptions = true)
final class CorpusCommand implements Callable<Integer> {
    private static final int STEP = 10_000;

    @Option(names = "--seed", defaultValue = "42", description = "the same seed gives the same file (default: 42)")
    private long seed;

    @Option(names = "--events", defaultValue = "200000", description = "how many (default: 200000)")
    private int events;

    @Option(names = "--out", required = true, description = "the file to write")
    private Path out = Path.of("corpus.jsonl");

    @Override
    public Integer call() throws IOException {
        write(seed, events, out);
        System.out.printf(
                "events %d, seed %d, average %d bytes, SHA-256 %s%n",
                events, seed, Files.size(out) / Math.max(1, events), Fingerprint.of(out));
        return 0;
    }

    /** Writes the corpus of this seed and size to a file. */
    static void write(long seed, int events, Path out) throws IOException {
        write(new Corpus(seed, events)::next, out);
    }

    /** Writes what a corpus gives, asked for so many at a time, to a file. How many events there were. */
    static int write(IntFunction<List<Event>> corpus, Path out) throws IOException {
        long start = System.nanoTime();
        int written = 0;
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), 1 << 20)) {
            List<Event> next = corpus.apply(STEP);
            while (!next.isEmpty()) {
                for (Event event : next) {
                    file.write(event.json());
                    file.write('\n');
                }
                written += next.size();
                double seconds = (System.nanoTime() - start) / 1e9;
                System.err.printf("%,d events, %,.0f a second%n", written, written / seconds);
                next = corpus.apply(STEP);
            }
        }
        return written;
    }
}
