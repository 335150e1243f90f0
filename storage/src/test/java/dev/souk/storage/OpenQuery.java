package dev.souk.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor.Remainder;
import dev.souk.storage.EventCursor.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A query of which the right answer is known, walked in steps of a random size, with random suspensions, and with
 * whatever happens to the store in between.
 */
final class OpenQuery implements AutoCloseable {
    /** Up to so many rows a store has to look whether a limit kept anything back. */
    private static final long ROWS_WITH_PROOF = 100;

    private final List<Filter> filters;
    private final List<String> expected;
    private final Remainder expectedRemainder;
    private final Snapshot snapshot;
    private final EventCursor cursor;
    private final List<String> shown = new ArrayList<>();

    OpenQuery(EventStore reference, EventStore subject, List<Filter> filters) {
        this.filters = filters;
        this.expected = new ArrayList<>();
        try (Snapshot right = reference.snapshot();
                EventCursor matches = right.find(filters)) {
            this.expectedRemainder = walk(matches, expected);
            snapshot = subject.snapshot();
            cursor = snapshot.find(filters);
            assertEquals(right.sequence(), snapshot.sequence());
        }
    }

    private static Remainder walk(EventCursor matches, List<String> target) {
        while (true) {
            switch (matches.advance(Integer.MAX_VALUE)) {
                case Step.Match(StoredEvent event) -> target.add(describe(event));
                case Step.Paused() -> {}
                case Step.Finished(Remainder remainder) -> {
                    return remainder;
                }
            }
        }
    }

    /** Goes so many steps; true when that was all, and all was right. */
    boolean advance(int steps, Random random) {
        for (int i = 0; i < steps; i++) {
            switch (cursor.advance(1 + random.nextInt(20))) {
                case Step.Match(StoredEvent event) -> shown.add(describe(event));
                case Step.Paused() -> {}
                case Step.Finished(Remainder remainder) -> {
                    check(remainder);
                    return true;
                }
            }
            if (random.nextInt(3) == 0) {
                cursor.suspend();
            }
        }
        return false;
    }

    private void check(Remainder remainder) {
        assertEquals(expected, shown, () -> "for " + filters);
        boolean isTooFar = remainder == Remainder.UNKNOWN && cursor.examined() > ROWS_WITH_PROOF;
        if (!isTooFar) {
            assertEquals(expectedRemainder, remainder, () -> "for " + filters);
        }
    }

    /** All there is to an event: records compare it by its sequence alone. */
    static String describe(StoredEvent event) {
        return event.sequence() + " " + new String(event.json(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        cursor.close();
        snapshot.close();
    }
}
