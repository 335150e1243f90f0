package dev.souk.relay.replay;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.HyperLogLog;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventCursor.Step;
import dev.souk.storage.StoredEvent;
import java.util.Optional;

/** Counts events by reading each, and their authors with them. */
final class EventTally implements Tally {
    private static final int ROWS_A_STEP = 128;

    /** An event that is read costs about as much as so many rows that are only counted; measured. */
    private static final int ROWS_AN_EVENT = 20;

    private final EventCursor cursor;
    private final Optional<HyperLogLog> authors;
    private long events;

    EventTally(EventCursor cursor, Optional<HyperLogLog> authors) {
        this.cursor = cursor;
        this.authors = authors;
    }

    @Override
    public boolean advance() {
        for (long end = cursor.examined() + ROWS_A_STEP; cursor.examined() < end; ) {
            switch (cursor.advance((int) (end - cursor.examined()))) {
                case Step.Match(StoredEvent event) -> count(event.header());
                case Step.Paused() -> {}
                case Step.Finished(var remainder) -> {
                    return true;
                }
            }
        }
        return false;
    }

    private void count(EventHeader event) {
        events++;
        authors.ifPresent(registers -> registers.add(event.pubkey()));
    }

    /** A cursor examines an event's row and then the event. */
    @Override
    public long work() {
        return cursor.examined() * ROWS_AN_EVENT / 2;
    }

    @Override
    public long events() {
        return events;
    }

    @Override
    public void suspend() {
        cursor.suspend();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
