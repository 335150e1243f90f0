package dev.souk.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Does the same random things to two stores and compares all that can be seen of them. */
public final class StoreComparison {
    private final Random random;
    private final RandomEvents events;
    private final SettableClock clock;

    /** @param clock the clock of both stores, which this moves */
    public StoreComparison(long seed, SettableClock clock) {
        this.random = new Random(seed);
        this.events = new RandomEvents(random);
        this.clock = clock;
        clock.set(RandomEvents.START);
    }

    /**
     * Writes and reads for so many rounds.
     *
     * @param reopen gives the second store back after a restart
     */
    public EventStore run(int rounds, EventStore reference, EventStore store, UnaryOperator<EventStore> reopen) {
        EventStore subject = store;
        for (int round = 0; round < rounds; round++) {
            write(reference, subject);
            for (int i = 0; i < 3; i++) {
                compareQuery(reference, subject, events.filters());
            }
            compareChanges(reference, subject, random.nextLong(reference.sequence() + 1));
            if (random.nextInt(100) == 0) {
                subject = reopen.apply(subject);
            }
        }
        compareQuery(reference, subject, List.of(Filter.ALL));
        compareChanges(reference, subject, 0);
        return subject;
    }

    private void write(EventStore reference, EventStore subject) {
        List<Event> batch = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            batch.add(events.event());
        }
        assertEquals(reference.save(batch), subject.save(batch));
        if (random.nextInt(10) == 0) {
            clock.set(clock.seconds() + random.nextInt(4));
        }
        if (random.nextInt(20) == 0) {
            int budget = 1 + random.nextInt(3);
            assertEquals(reference.sweepExpired(budget), subject.sweepExpired(budget));
        }
        assertEquals(reference.sequence(), subject.sequence());
        Event any = events.event();
        assertEquals(reference.contains(any.id()), subject.contains(any.id()));
    }

    private void compareQuery(EventStore reference, EventStore subject, List<Filter> filters) {
        try (Snapshot expected = reference.snapshot();
                Snapshot actual = subject.snapshot();
                EventCursor expectedCursor = expected.find(filters);
                EventCursor actualCursor = actual.find(filters)) {
            assertEquals(expected.sequence(), actual.sequence());
            assertEquals(all(expectedCursor), all(actualCursor), () -> "for " + filters);
        }
    }

    /** Everything the cursor shows, in steps of a random size, at times let go between them. */
    private List<String> all(EventCursor cursor) {
        List<String> shown = new ArrayList<>();
        int rows = 1 + random.nextInt(20);
        while (true) {
            switch (cursor.advance(rows)) {
                case EventCursor.Step.Match(StoredEvent event) ->
                    shown.add(
                            event.sequence() + " " + new String(event.json(), java.nio.charset.StandardCharsets.UTF_8));
                case EventCursor.Step.Paused() -> cursor.suspend();
                case EventCursor.Step.Finished(EventCursor.Remainder remainder) -> {
                    shown.add(remainder.toString());
                    return shown;
                }
            }
        }
    }

    private void compareChanges(EventStore reference, EventStore subject, long from) {
        int max = 1 + random.nextInt(50);
        assertEquals(reference.changesAfter(from, max), subject.changesAfter(from, max));
    }
}
