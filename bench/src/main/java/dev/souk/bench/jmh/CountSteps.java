package dev.souk.bench.jmh;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Signature;
import dev.souk.protocol.Tag;
import dev.souk.storage.Durability;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.IndexCount;
import dev.souk.storage.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** COUNT of a million followers of one key: the relay's default bound, all of them, and the same by reading events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CountSteps {
    private static final int FOLLOWERS = 1_000_000;
    private static final int BATCH = 10_000;
    private static final int ROWS = 100_000;
    private static final String FOLLOWED = Samples.author(0).publicKey().hex();
    private static final Filter FILTER =
            Filter.builder().kinds(3).tag('p', FOLLOWED).build();

    @SuppressWarnings("NullAway.Init") // Opened before the benchmarks.
    private TemporaryStore opened;

    @SuppressWarnings("NullAway.Init") // Opened before the benchmarks.
    private EventStore store;

    @Setup(Level.Trial)
    public void open() throws IOException {
        opened = TemporaryStore.open(Durability.NONE);
        store = opened.store();
        Random random = new Random(1);
        for (int i = 0; i < FOLLOWERS; i += BATCH) {
            int first = i;
            store.save(IntStream.range(first, first + BATCH)
                    .mapToObj(number -> follower(number, random))
                    .toList());
        }
    }

    /** Their signatures are never looked at here. */
    private static Event follower(int number, Random random) {
        return new Event(
                any(random),
                any(random),
                1_600_000_000L + number * 61L,
                3,
                List.of(Tag.of("p", FOLLOWED)),
                "",
                Signature.of(new byte[64]));
    }

    private static Bytes32 any(Random random) {
        return new Bytes32(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        opened.close();
    }

    /** Where a COUNT stops by default, with what it tells then. */
    @Benchmark
    public long aHundredThousandRows() {
        return rows(ROWS);
    }

    @Benchmark
    public long allRows() {
        return rows(Integer.MAX_VALUE);
    }

    private long rows(int budget) {
        try (Snapshot snapshot = store.snapshot();
                IndexCount count = snapshot.count(FILTER, Set.of()).orElseThrow()) {
            count.advance(budget);
            return count.matches();
        }
    }

    /** As many as a COUNT reads by default. */
    @Benchmark
    public long tenThousandEvents() {
        long events = 0;
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(FILTER))) {
            while (events < 10_000 && cursor.next().isPresent()) {
                events++;
            }
        }
        return events;
    }
}
