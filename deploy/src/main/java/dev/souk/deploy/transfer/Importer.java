package dev.souk.deploy.transfer;

import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.policy.Vetoes;
import dev.souk.storage.EventStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Imports lines: one thread reads, several check, the caller's writes, in the order of the lines.
 *
 * <pre>
 *   import-reader --chunk--> import-check-n --result--> caller
 *        '------ queue of results to come, in order ------^
 * </pre>
 *
 * <p>The queue is bounded; when it is full the reader waits. A chunk holds at most {@value #CHUNK_LINES} lines, and ends
 * with the line that takes it past {@value #CHUNK_BYTES} bytes, so memory is bounded too.
 */
public final class Importer {
    private static final int CHUNK_LINES = 256;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int CHUNKS_PER_THREAD = 8;

    private final EventStore store;
    private final LineCheck check;
    private final int threads;
    private final int maxBatch;
    private final InstantSource clock;

    /**
     * @param config for the limits that events must keep, and how many go into one commit
     * @param moderation what the operator has banned
     * @param vetoes of the relay's extensions, and of the operator's plugin
     * @param threads that check
     * @param asksSignature whether signatures are checked; ids always are, as wrong ones could never be served
     */
    public Importer(
            EventStore store,
            RelayConfig config,
            Moderation moderation,
            Vetoes vetoes,
            EventVerifier verifier,
            int threads,
            boolean asksSignature,
            InstantSource clock) {
        this.store = store;
        this.check = new EventCheck(config, moderation, vetoes, store, verifier, asksSignature);
        this.threads = threads;
        this.maxBatch = config.threads().maxBatch();
        this.clock = clock;
    }

    /**
     * Imports everything that {@code source} has. When that cannot be read to its end, what came before is stored, and
     * {@code onFailure} told.
     */
    public ImportSummary run(Source source, Progress progress, RejectionLog rejections, Consumer<IOException> onFailure)
            throws InterruptedException {
        Instant start = clock.instant();
        ImportWriter writer = new ImportWriter(store, maxBatch, rejections);
        BlockingQueue<Optional<Future<List<Checked>>>> results = new ArrayBlockingQueue<>(threads * CHUNKS_PER_THREAD);
        AtomicInteger count = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, task -> new Thread(task, "import-check-" + count.incrementAndGet()));
        ExecutorService reader = Executors.newSingleThreadExecutor(task -> new Thread(task, "import-reader"));
        try {
            Future<?> reading = reader.submit(() -> {
                read(source, pool, results);
                return true;
            });
            for (Optional<Future<List<Checked>>> next = results.take(); next.isPresent(); next = results.take()) {
                outcome(next.get()).forEach(writer::add);
                progress.advance(source.position(), writer.read());
            }
            writer.flush();
            ending(reading).ifPresent(onFailure);
        } finally {
            reader.shutdownNow();
            pool.shutdownNow();
        }
        return writer.summary(Duration.between(start, clock.instant()).toMillis());
    }

    /** Runs on the reader: hands out chunks until the end, then says so, also when the input fails. */
    private void read(Lines lines, ExecutorService pool, BlockingQueue<Optional<Future<List<Checked>>>> results)
            throws IOException, InterruptedException {
        try {
            for (boolean isMore = true; isMore; ) {
                List<Line> chunk = new ArrayList<>();
                try {
                    isMore = fill(chunk, lines);
                } finally {
                    results.put(Optional.of(
                            pool.submit(() -> chunk.stream().map(check::check).toList())));
                }
            }
        } finally {
            results.put(Optional.empty());
        }
    }

    /** False at the end. */
    private static boolean fill(List<Line> chunk, Lines lines) throws IOException {
        for (int bytes = 0; chunk.size() < CHUNK_LINES && bytes < CHUNK_BYTES; ) {
            Optional<Line> line = lines.next();
            if (line.isEmpty()) {
                return false;
            }
            chunk.add(line.get());
            bytes += line.get().bytes().length;
        }
        return true;
    }

    private static <T> T outcome(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException("importing", e);
        }
    }

    /** Why the input was not read to its end, if it was not. */
    private static Optional<IOException> ending(Future<?> reading) throws InterruptedException {
        try {
            reading.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case IOException io -> Optional.of(io);
                case RuntimeException fault -> throw fault;
                case null, default -> throw new IllegalStateException("importing", e);
            };
        }
    }
}
