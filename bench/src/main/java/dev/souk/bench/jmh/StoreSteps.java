package dev.souk.bench.jmh;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.storage.Commit;
import dev.souk.storage.Durability;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/** RocksDB with 50,000 notes: a synced commit of a hundred more, and small queries. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreSteps {
    private static final int STORED = 50_000;
    private static final int BATCH = 100;
    private static final int FRESH = 100_000;

    @SuppressWarnings("NullAway.Init") // Opened before the benchmarks.
    private TemporaryStore opened;

    @SuppressWarnings("NullAway.Init") // Opened before the benchmarks.
    private EventStore store;

    private List<Event> fresh = List.of();
    private int next;

    @Setup(Level.Trial)
    public void open() throws IOException {
        opened = TemporaryStore.open(Durability.COMMIT);
        store = opened.store();
        List<Event> notes = Samples.notes(0, STORED + FRESH);
        for (int i = 0; i < STORED; i += 1_000) {
            store.save(notes.subList(i, i + 1_000));
        }
        fresh = notes.subList(STORED, STORED + FRESH);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        opened.close();
    }

    /** A hundred events that are new, until there are no more: then they are duplicates, and the run is too long. */
    @Benchmark
    public Commit commitOfAHundred() {
        int from = next * BATCH % FRESH;
        next++;
        return store.save(fresh.subList(from, from + BATCH));
    }

    @Benchmark
    public void twentyNotesOfAnAuthor(Blackhole found) {
        next++;
        ask(
                Filter.builder()
                        .authors(Samples.author(next).publicKey())
                        .kinds(1)
                        .limit(20)
                        .build(),
                found);
    }

    @Benchmark
    public void newestHundredOfAHashtag(Blackhole found) {
        next++;
        ask(Filter.builder().tag('t', "tag" + next % 200).limit(100).build(), found);
    }

    private void ask(Filter filter, Blackhole found) {
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(filter))) {
            for (var event = cursor.next(); event.isPresent(); event = cursor.next()) {
                found.consume(event.get());
            }
        }
    }
}
