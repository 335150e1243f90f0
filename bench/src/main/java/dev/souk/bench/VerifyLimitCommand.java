package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the verify threads alone could do, which publishing is compared with. */
@Command(
        name = "verify-limit",
        description = "How many events a second the signature checks alone allow.",
        mixinStandardHelpOptions = true)
final class VerifyLimitCommand implements Callable<Integer> {
    private static final int EVENTS = 5_000;

    @Option(names = "--threads", defaultValue = "2", description = "how many at once (default: 2)")
    private int threads;

    @Option(names = "--seconds", defaultValue = "5", description = "for how long (default: 5)")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        List<Event> events = new Corpus(7, EVENTS).next(EVENTS);
        EventVerifier verifier = new EventVerifier(Schnorr.best());
        for (int round = 1; round <= 3; round++) {
            System.out.printf(
                    "round %d: %,d events/s on %d threads (%s)%n",
                    round, rate(events, verifier), threads, Schnorr.best().name());
        }
        return 0;
    }

    private long rate(List<Event> events, EventVerifier verifier) throws Exception {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long total = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counts.add(pool.submit(() -> verifyUntil(end, events, verifier)));
            }
            for (Future<Long> count : counts) {
                total += count.get();
            }
        }
        return (long) (total / ((System.nanoTime() - start) / 1e9));
    }

    private static long verifyUntil(long end, List<Event> events, EventVerifier verifier) {
        long count = 0;
        while (System.nanoTime() < end) {
            Event event = events.get((int) (count % events.size()));
            if (verifier.verify(event) != Verification.VALID) {
                throw new IllegalStateException("the corpus holds an invalid event");
            }
            count++;
        }
        return count;
    }
}
