package dev.souk.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Does the same random things to two stores and compares all that can be seen of them. */
public final class StoreComparison {
    /** Queries that stay open over several writes, at most. */
    private static final int MAX_OPEN_QUERIES = 4;

    private static final List<Removal> REASONS = List.of(Removal.values());

    private final Random random;
    private final RandomEvents events;
    private final SettableClock clock;
    private final EventStore reference;
    private final Deque<OpenQuery> openQueries = new ArrayDeque<>();
    private EventStore subject;

    /**
     * @param clock the clock of both stores, which this moves
     * @param reference is right by definition
     * @param subject is compared with it
     */
    public StoreComparison(long seed, SettableClock clock, EventStore reference, EventStore subject) {
        this.random = new Random(seed);
        this.events = new RandomEvents(random);
        this.clock = clock;
        this.reference = reference;
        this.subject = subject;
        clock.set(RandomEvents.START);
    }

    /**
     * Writes and reads for so many rounds.
     *
     * @param reopen gives the subject back after a restart
     * @return the subject as it is open at the end
     */
    public EventStore run(int rounds, UnaryOperator<EventStore> reopen) {
        for (int round = 0; round < rounds; round++) {
            write();
            read();
            if (random.nextInt(100) == 0) {
                closeQueries();
                subject = reopen.apply(subject);
            }
        }
        closeQueries();
        compareQuery(List.of(Filter.ALL));
        compareChanges(0, 0, Integer.MAX_VALUE);
        return subject;
    }

    private void write() {
        List<Event> batch = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            batch.add(events.event());
        }
        compare(reference.save(batch), subject.save(batch));
        if (random.nextInt(10) == 0) {
            clock.set(clock.seconds() + random.nextInt(4));
        }
        if (random.nextInt(20) == 0) {
            int budget = random.nextInt(4);
            compare(reference.sweepExpired(budget), subject.sweepExpired(budget));
        }
        if (random.nextInt(20) == 0) {
            remove();
        }
        if (random.nextInt(4) == 0) {
            writeTable();
        }
        assertEquals(reference.sequence(), subject.sequence());
    }

    private void remove() {
        Set<Bytes32> ids = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            ids.add(events.event().id());
        }
        Removal reason = REASONS.get(random.nextInt(REASONS.size()));
        compare(reference.remove(ids, reason), subject.remove(ids, reason));
    }

    private static void compare(Commit expected, Commit actual) {
        assertEquals(expected.outcomes(), actual.outcomes());
        assertEquals(describe(expected.changes()), describe(actual.changes()));
    }

    private void read() {
        for (int i = 0; i < 3; i++) {
            compareQuery(events.filters());
        }
        compareCount(events.filters().get(0), random.nextInt(3));
        goOnWithQueries();
        compareEvent(events.event().id());
        compareChanges(anySequence(), anySequence(), 1 + random.nextInt(50));
        compareTable();
    }

    private void compareQuery(List<Filter> filters) {
        try (OpenQuery query = new OpenQuery(reference, subject, filters)) {
            query.advance(Integer.MAX_VALUE, random);
        }
    }

    /** What an index counts is what there is to find; kinds with the remainder {@code third} stand for private ones. */
    private void compareCount(Filter filter, int third) {
        try (Snapshot all = reference.snapshot();
                EventCursor cursor = all.find(List.of(filter.withoutLimit()));
                Snapshot counted = subject.snapshot()) {
            List<Event> matches = StoreFixture.drain(cursor);
            Set<Integer> without = matches.stream()
                    .map(Event::kind)
                    .filter(kind -> kind % 3 == third)
                    .collect(Collectors.toSet());
            Optional<IndexCount> count = counted.count(filter, without);
            if (count.isEmpty()) {
                return;
            }
            try (IndexCount rows = count.get()) {
                while (!rows.advance(1 + random.nextInt(100))) {
                    if (random.nextBoolean()) {
                        rows.suspend();
                    }
                }
                long expected = matches.stream()
                        .filter(event -> event.kind() % 3 != third)
                        .count();
                assertEquals(expected, rows.matches(), filter::toString);
            }
        }
    }

    /** Each open query goes a few steps on; one that is finished makes room for another. */
    private void goOnWithQueries() {
        if (openQueries.size() < MAX_OPEN_QUERIES) {
            openQueries.add(new OpenQuery(reference, subject, events.filters()));
        }
        openQueries.removeIf(query -> {
            boolean isFinished = query.advance(1 + random.nextInt(10), random);
            if (isFinished) {
                query.close();
            }
            return isFinished;
        });
    }

    private void closeQueries() {
        openQueries.forEach(OpenQuery::close);
        openQueries.clear();
    }

    private void compareEvent(Bytes32 id) {
        assertEquals(reference.contains(id), subject.contains(id));
        assertEquals(event(reference, id), event(subject, id));
    }

    private static Optional<String> event(EventStore store, Bytes32 id) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.event(id).map(OpenQuery::describe);
        }
    }

    /** Any that was used, at times 0. */
    private long anySequence() {
        return random.nextInt(10) == 0 ? 0 : random.nextLong(reference.sequence() + 1);
    }

    private void compareChanges(long from, long beganAt, int max) {
        Changes expected = reference.changesAfter(from, beganAt, max);
        Changes actual = subject.changesAfter(from, beganAt, max);
        assertEquals(describe(expected.changes()), describe(actual.changes()));
        assertEquals(expected, actual);
    }

    private static List<String> describe(List<Change> changes) {
        return changes.stream()
                .map(change -> switch (change) {
                    case Change.Stored(StoredEvent event) -> OpenQuery.describe(event);
                    case Change.Removed removed -> removed.toString();
                })
                .toList();
    }

    private void writeTable() {
        List<Table.Write> writes = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            byte[] key = key();
            writes.add(random.nextInt(3) == 0 ? new Table.Write.Delete(key) : new Table.Write.Put(key, key()));
        }
        reference.table("follower").write(writes);
        subject.table("follower").write(writes);
    }

    private void compareTable() {
        byte[] prefix = key();
        byte[] from = key();
        int max = random.nextInt(8);
        assertEquals(entries(reference, prefix, from, max), entries(subject, prefix, from, max));
    }

    /** Up to three bytes, of few values but from both ends of their range. */
    private byte[] key() {
        byte[] key = new byte[random.nextInt(4)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(4) - 2);
        }
        return key;
    }

    private static List<String> entries(EventStore store, byte[] prefix, byte[] from, int max) {
        HexFormat hex = HexFormat.of();
        return store.table("follower").scan(prefix, from, max).stream()
                .map(entry -> hex.formatHex(entry.key()) + "=" + hex.formatHex(entry.value()))
                .toList();
    }
}
