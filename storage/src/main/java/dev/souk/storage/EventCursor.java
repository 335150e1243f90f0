package dev.souk.storage;

import java.util.Optional;

/**
 * Walks through matches, newest first, and can stop anywhere and go on later. Owned by one thread at a time.
 */
public interface EventCursor extends AutoCloseable {
    /** What one {@link #advance} found. */
    sealed interface Step {
        /** The next match. */
        record Match(StoredEvent event) implements Step {}

        /** The budget is spent; there may be more. Advance again, at once or later. */
        record Paused() implements Step {}

        /** There is nothing more to come from this cursor. */
        record Finished(Remainder remainder) implements Step {}
    }

    /** What is known about matches that a finished cursor did not show, because a filter's limit kept them back. */
    enum Remainder {
        /** There are none: every stored match was shown. */
        NONE,
        /** There is at least one. */
        SOME,
        /** Finding out would have cost too much. */
        UNKNOWN
    }

    /** Goes to the next match, examining at most about {@code rows} index rows; at least 1. */
    Step advance(int rows);

    /** How many index rows were examined so far. */
    long examined();

    /**
     * Lets go of what the cursor pins in memory; the next {@link #advance} takes it up again at the same place. To be
     * called before a wait of unknown length.
     */
    void suspend();

    /** The next match, whatever it costs; nothing when there is none. */
    default Optional<StoredEvent> next() {
        while (true) {
            switch (advance(Integer.MAX_VALUE)) {
                case Step.Match(StoredEvent event) -> {
                    return Optional.of(event);
                }
                case Step.Paused() -> {}
                case Step.Finished(Remainder remainder) -> {
                    return Optional.empty();
                }
            }
        }
    }

    @Override
    void close();
}
