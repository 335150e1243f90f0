package dev.souk.relay.negentropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.Sum;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.storage.Changes;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.FragileTable;
import dev.souk.storage.Removal;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import dev.souk.storage.memory.MemoryEventStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Random histories, with restarts and crashes: the stored sets have what a query finds, and their sums are right. */
class StoredSetTest {
    private static final int PRIVATE = 4;
    private static final long START = 1_700_000_000;
    private static final List<Filter> FILTERS =
            List.of(Filter.ALL, Filter.builder().kinds(7).build());

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(START));
    private final InstantSource clock = now::get;
    private final AtomicInteger content = new AtomicInteger();

    private EventStore store = new MemoryEventStore(clock, 400);
    private Table table = store.table("sets");
    private SetFeed feed = newFeed();
    private final List<Event> published = new ArrayList<>();
    private long beganAt;

    private SetFeed newFeed() {
        beganAt = 0;
        return new SetFeed(FILTERS, new PrivateKinds(Set.of(PRIVATE)), table, clock);
    }

    /** Shows it what is new, as the follower does. */
    private void catchUp() {
        boolean startsAnew = false;
        long after = feed.fed();
        while (true) {
            beganAt = after == 0 ? store.sequence() : beganAt;
            Changes changes = store.changesAfter(after, beganAt, 1 + random.nextInt(300));
            if (changes.isTruncated()) {
                after = 0;
                startsAnew = true;
                continue;
            }
            if (changes.changes().isEmpty()) {
                return;
            }
            feed.changes(new RelayAccess.Page(changes.changes(), startsAnew, changes.next()));
            startsAnew = false;
            after = changes.next();
        }
    }

    private void current() {
        boolean[] isServed = {false};
        catchUp();
        assertTrue(feed.whenFed(feed.fed(), this, () -> isServed[0] = true, 1));
        feed.idle();
        assertTrue(isServed[0], "nobody was served");
    }

    private Event randomEvent(int times) {
        int kind = switch (random.nextInt(8)) {
            case 0 -> 7;
            case 1 -> PRIVATE;
            case 2 -> 0;
            default -> 1;
        };
        TestEvents event = TestEvents.ofKind(kind)
                .by(TestKeys.key(1 + random.nextInt(20)))
                .at(START - random.nextInt(times))
                .content("" + content.incrementAndGet());
        if (random.nextInt(10) == 0) {
            event.tag("expiration", Long.toString(START + 1 + random.nextInt(2_000)));
        }
        return event.unsigned();
    }

    private void live(int times) {
        switch (random.nextInt(12)) {
            case 0 -> remove(Removal.MODERATED);
            case 1 -> now.set(clock.instant().plusSeconds(random.nextInt(100)));
            case 2 -> store.sweepExpired(1 + random.nextInt(20));
            case 3 -> current();
            case 4 -> catchUp();
            case 5 -> {
                feed.idle();
                feed = newFeed();
            }
            case 6 -> delete();
            default -> {
                List<Event> events = new ArrayList<>();
                int count = 1 + random.nextInt(1 << random.nextInt(9));
                for (int i = 0; i < count; i++) {
                    events.add(randomEvent(times));
                }
                published.addAll(events);
                store.save(events);
            }
        }
    }

    private void remove(Removal reason) {
        Set<Bytes32> ids = new TreeSet<>();
        for (int i = 0; i < 30 && !published.isEmpty(); i++) {
            ids.add(published.get(random.nextInt(published.size())).id());
        }
        store.remove(ids, reason);
    }

    private void delete() {
        if (!published.isEmpty()) {
            Event target = published.get(random.nextInt(published.size()));
            TestEvents request = TestEvents.ofKind(5).at(START + content.incrementAndGet());
            store.save(List.of(request.tag("e", target.id().hex()).unsigned()));
        }
    }

    private NavigableSet<Bound> expected(int set) {
        NavigableSet<Bound> items = new TreeSet<>();
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(FILTERS.get(set)), event -> event.kind() != PRIVATE)) {
            for (Optional<StoredEvent> event = cursor.next(); event.isPresent(); event = cursor.next()) {
                items.add(new Bound(
                        event.get().header().createdAt(), event.get().header().id()));
            }
        }
        return items;
    }

    private void check(int times) {
        current();
        for (int set = 0; set < FILTERS.size(); set++) {
            NavigableSet<Bound> items = expected(set);
            try (Table.View view = table.view()) {
                StoredSet stored = new StoredSet(view, set);
                assertEquals(sum(items), stored.sum(Bound.START, Bound.END), "all; seed " + seed);
                for (int i = 0; i < 30; i++) {
                    checkRange(stored, items, randomBound(items, times), randomBound(items, times));
                }
                checkRange(stored, items, Bound.START, Bound.END);
            }
        }
    }

    private void checkRange(StoredSet stored, NavigableSet<Bound> items, Bound one, Bound other) {
        Bound from = one.compareTo(other) < 0 ? one : other;
        Bound to = one.compareTo(other) < 0 ? other : one;
        NavigableSet<Bound> expected = items.subSet(from, true, to, false);
        assertEquals(sum(expected), stored.sum(from, to), "a range; seed " + seed);
        List<Bound> shown = new ArrayList<>();
        stored.forEach(from, to, shown::add);
        assertEquals(List.copyOf(expected), shown, "items; seed " + seed);
        if (expected.size() >= 32) {
            Bound start = from;
            List<Bound> cuts = new ArrayList<>(stored.cuts(from, to, 16));
            cuts.add(to);
            for (Bound end : cuts) {
                assertTrue(start.compareTo(end) < 0, "cuts are not ascending; seed " + seed);
                int size = items.subSet(start, true, end, false).size();
                assertTrue(
                        size > 0 && size <= expected.size() / 16 + 2 * SumTree.MOST,
                        "a part of " + size + "; seed " + seed);
                start = end;
            }
        }
    }

    private Bound randomBound(NavigableSet<Bound> items, int times) {
        Bound random = new Bound(START - this.random.nextInt(times), Bytes32.of(randomId()));
        Bound item = items.ceiling(random);
        return this.random.nextBoolean() && item != null ? item : random;
    }

    private byte[] randomId() {
        byte[] id = new byte[Bytes32.SIZE];
        random.nextBytes(id);
        return id;
    }

    private static Sum sum(Set<Bound> items) {
        return items.stream().map(item -> Sum.of(item.id())).reduce(Sum.ZERO, Sum::plus);
    }

    @Test
    void hasWhatAQueryFinds() {
        for (int times : new int[] {1, 50, 10_000, 50_000_000}) {
            store = new MemoryEventStore(clock, 400);
            table = store.table("sets");
            feed = newFeed();
            published.clear();
            for (int step = 0; step < 60; step++) {
                live(times);
            }
            check(times);
            remove(Removal.MODERATED);
            published.stream()
                    .limit(published.size() - 10L)
                    .forEach(event -> store.remove(Set.of(event.id()), Removal.VANISHED));
            check(times);
        }
    }

    @Test
    void survivesCrashesBeforeAndBehindEachWrite() {
        for (int round = 0; round < 8; round++) {
            store = new MemoryEventStore(clock, 400);
            Table whole = store.table("sets");
            table = new FragileTable(whole, random);
            feed = newFeed();
            published.clear();
            for (int step = 0; step < 60; step++) {
                try {
                    live(1_000);
                } catch (StorageException crash) {
                    feed = newFeed();
                }
            }
            table = whole;
            feed = newFeed();
            check(1_000);
        }
    }
}
