package dev.souk.relay.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Removal;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.memory.MemoryEventStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The index beside a store: it says what the events say, after any history, restart, crash or damage. {@code -Dseed}
 * repeats a random run.
 */
class TextIndexIT {
    private static final long NOW = 1_700_000_000;
    private static final Set<Integer> KINDS = Set.of(0, 1, 30_023);
    private static final List<String> WORDS =
            List.of("tea", "coffee", "souk", "market", "best", "of", "all", "東京", "京都");

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicLong clock = new AtomicLong(NOW);
    private EventStore store = newStore();
    private Path path = Path.of("");
    private Optional<TextIndex> index = Optional.empty();
    private int copies;

    private EventStore newStore() {
        return new MemoryEventStore(() -> Instant.ofEpochSecond(clock.get()));
    }

    private void open(Path at) {
        path = at;
        SearchConfig config = SearchConfig.DEFAULT.in(at);
        TextIndex opened = new TextIndex(
                () -> config,
                KINDS,
                store,
                () -> Instant.ofEpochSecond(clock.get()),
                new RelayMetrics(new SimpleMeterRegistry()),
                new Health(failure -> {}));
        opened.start();
        index = Optional.of(opened);
    }

    @AfterEach
    void close() {
        index.ifPresent(TextIndex::close);
        index = Optional.empty();
    }

    private void reopen() {
        close();
        open(path);
    }

    /** What a kill leaves behind is what a copy sees. */
    private void crash() throws IOException {
        Path copy = folder.resolve("copy" + copies++);
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                copyIfThere(file, copy);
            }
        }
        close();
        open(copy);
    }

    private static void copyIfThere(Path file, Path copy) throws IOException {
        try {
            Files.copy(file, copy.resolve(file.getFileName()));
        } catch (java.nio.file.NoSuchFileException e) {
            // The index has let go of it meanwhile.
        }
    }

    private List<Event> found(Filter filter) {
        TextIndex.Hold hold = index.orElseThrow().hold();
        try (Snapshot snapshot = store.snapshot();
                TextSearch search = hold.search(List.of(AnalysedFilter.of(filter)), snapshot, event -> true)) {
            List<Event> events = new ArrayList<>();
            for (Optional<StoredEvent> next = search.next(); next.isPresent(); next = search.next()) {
                events.add(event(next.get()));
            }
            return events;
        } finally {
            hold.release();
        }
    }

    private static Event event(StoredEvent stored) {
        return SearchableText.event(stored.header(), stored.json());
    }

    private List<Event> found(String search) {
        return found(Filter.builder().search(search).build());
    }

    private void awaitIndex() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        TextIndex.Hold hold = index.orElseThrow().hold();
        while (hold.sequence() < store.sequence()) {
            hold.release();
            assertTrue(System.nanoTime() < end, "the index does not catch up");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            hold = index.orElseThrow().hold();
        }
        hold.release();
    }

    private static Event note(String content) {
        return TestEvents.note(content).at(NOW).unsigned();
    }

    @Test
    void saysAfterAnyHistoryWhatAReferenceSays() throws IOException {
        open(folder.resolve("search"));
        List<Event> saved = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            change(saved);
            switch (random.nextInt(60)) {
                case 0 -> reopen();
                case 1 -> crash();
                case 2 -> awaitIndex();
                case 3 -> clock.addAndGet(random.nextInt(5));
                case 4 -> store.sweepExpired(10);
                default -> compare();
            }
        }
        awaitIndex();
        for (int i = 0; i < 100; i++) {
            compare();
        }
    }

    private void change(List<Event> saved) {
        TestEvents event = TestEvents.ofKind(List.of(0, 1, 1, 1, 7, 30_023).get(random.nextInt(6)))
                .by(TestKeys.key(1 + random.nextInt(3)))
                .at(NOW - random.nextInt(10))
                .tag("d", Integer.toString(random.nextInt(3)))
                .tag("r", WORDS.get(random.nextInt(3)));
        if (random.nextInt(6) == 0) {
            event.tag("expiration", Long.toString(clock.get() + 1 + random.nextInt(20)));
        }
        String words = words(1 + random.nextInt(6));
        Event built = event.content(words).unsigned();
        if (built.kind() == 0) {
            built = event.content("{\"name\":\"" + words + "\"}").unsigned();
        }
        switch (random.nextInt(saved.isEmpty() ? 1 : 8)) {
            case 6 -> store.save(List.of(deletion(saved.get(random.nextInt(saved.size())))));
            case 7 ->
                store.remove(Set.of(saved.get(random.nextInt(saved.size())).id()), Removal.MODERATED);
            default -> {
                store.save(List.of(built));
                saved.add(built);
            }
        }
    }

    private static Event deletion(Event target) {
        int key = target.pubkey().equals(TestKeys.key(1).publicKey())
                ? 1
                : target.pubkey().equals(TestKeys.key(2).publicKey()) ? 2 : 3;
        return TestEvents.deletionOf(target).by(TestKeys.key(key)).unsigned();
    }

    private String words(int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    private void compare() {
        String words = words(1 + random.nextInt(2));
        boolean isPhrase = random.nextInt(4) == 0;
        Filter.Builder filter = Filter.builder().search(isPhrase ? "\"" + words + "\"" : words);
        if (random.nextInt(3) == 0) {
            filter.kinds(random.nextBoolean() ? Set.of(1) : Set.of(0, 30_023));
        }
        if (random.nextInt(3) == 0) {
            filter.authors(TestKeys.key(1 + random.nextInt(3)).publicKey());
        }
        if (random.nextInt(3) == 0) {
            filter.tag('r', WORDS.get(random.nextInt(3)));
        }
        if (random.nextInt(3) == 0) {
            filter.since(NOW - random.nextInt(10)).until(NOW - random.nextInt(5));
        }
        Filter built = filter.build();
        List<Event> all = found(built);
        assertEquals(reference(built, words, isPhrase), new HashSet<>(all), "with -Dseed=" + seed + " for " + built);
        assertEquals(new HashSet<>(all).size(), all.size(), "twice, with -Dseed=" + seed);
        int limit = random.nextInt(5);
        if (all.size() <= limit || isAllShown()) {
            assertEquals(
                    all.subList(0, Math.min(limit, all.size())), found(built.withLimit(limit)), "with -Dseed=" + seed);
        }
    }

    /** While the index takes in more, scores change from one search to the next. */
    private boolean isAllShown() {
        TextIndex.Hold hold = index.orElseThrow().hold();
        try {
            return hold.sequence() == store.sequence();
        } finally {
            hold.release();
        }
    }

    private Set<Event> reference(Filter filter, String words, boolean isPhrase) {
        Set<Event> expected = new HashSet<>();
        try (Snapshot snapshot = store.snapshot();
                EventCursor all = snapshot.find(List.of(filter.withoutLimit()))) {
            for (Optional<StoredEvent> next = all.next(); next.isPresent(); next = all.next()) {
                Event event = event(next.get());
                String text = " " + event.content().replaceAll("[{}\":]|name", "") + " ";
                boolean isFound = isPhrase
                        ? text.contains(" " + words + " ")
                        : Arrays.stream(words.split(" ")).allMatch(word -> text.contains(" " + word + " "));
                if (isFound && KINDS.contains(event.kind())) {
                    expected.add(event);
                }
            }
        }
        return expected;
    }

    @Test
    void holdsEveryDocumentOnceAfterACrashBetweenCommits() throws IOException {
        open(folder.resolve("search"));
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 50; i++) {
                store.save(List.of(note("souk " + round + " " + i)));
            }
            awaitIndex();
            crash();
            assertEquals(50 * (round + 1), found("souk").size());
            awaitIndex();
            assertEquals(50 * (round + 1), documents());
            reopen();
        }
        assertEquals(250, found("souk").size());
        assertEquals(250, documents());
    }

    private int documents() {
        TextIndex.Hold hold = index.orElseThrow().hold();
        try {
            return hold.documents();
        } finally {
            hold.release();
        }
    }

    @Test
    void isBuiltAnewWhenItIsDamaged() throws IOException {
        open(folder.resolve("search"));
        store.save(List.of(note("souk one"), note("souk two")));
        awaitIndex();
        close();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(file -> !file.endsWith("write.lock")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 0; i < bytes.length; i += 3) {
                    bytes[i] ^= 0x55;
                }
                Files.write(file, bytes);
            }
        }
        open(path);
        assertEquals(2, found("souk").size());
        awaitIndex();
        assertEquals(2, documents());
    }

    @Test
    void isBuiltAnewWhenAFileIsMissing() throws IOException {
        open(folder.resolve("search"));
        store.save(List.of(note("souk one"), note("souk two")));
        awaitIndex();
        close();
        try (Stream<Path> files = Files.list(path)) {
            Path segment = files.filter(file -> file.toString().endsWith(".cfs"))
                    .findFirst()
                    .orElseThrow();
            Files.delete(segment);
        }
        open(path);
        assertEquals(2, found("souk").size());
        awaitIndex();
        assertEquals(2, documents());
    }

    @Test
    void isBuiltAnewForAnotherStore() {
        open(folder.resolve("search"));
        store.save(List.of(note("souk one"), note("souk two")));
        awaitIndex();
        close();
        store = newStore();
        store.save(List.of(note("bazaar one"), note("bazaar two"), note("bazaar three")));
        open(path);
        assertEquals(0, found("souk").size());
        awaitIndex();
        assertEquals(3, found("bazaar").size());
        assertEquals(3, documents());
    }

    @Test
    void ranksWhatItDoesNotShowYetAsIfItDid() {
        open(folder.resolve("search"));
        Event long1 = note("souk and many other words that make it long");
        Event twice = note("souk souk");
        store.save(List.of(long1, note("nothing"), note("of it")));
        awaitIndex();
        store.save(List.of(twice));
        assertEquals(List.of(twice, long1), found("souk"));
        awaitIndex();
        assertEquals(List.of(twice, long1), found("souk"));
    }

    @Test
    void passesOverWhatTheAskerMayNotSeeBeforeTheLimitCounts() {
        open(folder.resolve("search"));
        Event shown = note("souk and more words");
        Event hidden = TestEvents.note("souk").by(TestKeys.bob()).unsigned();
        store.save(List.of(shown, hidden));
        awaitIndex();
        Bytes32 mine = shown.pubkey();
        TextIndex.Hold hold = index.orElseThrow().hold();
        try (Snapshot snapshot = store.snapshot();
                TextSearch search = hold.search(
                        List.of(AnalysedFilter.of(
                                Filter.builder().search("souk").limit(1).build())),
                        snapshot,
                        (EventHeader event) -> event.pubkey().equals(mine))) {
            assertEquals(shown, event(search.next().orElseThrow()));
            while (search.advance(100) instanceof EventCursor.Step.Paused) {
                // On to its end.
            }
            assertEquals(new EventCursor.Step.Finished(EventCursor.Remainder.UNKNOWN), search.advance(100));
        } finally {
            hold.release();
        }
    }
}
