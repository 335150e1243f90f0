package dev.souk.storage;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set. Any thread may read it. */
public final class SettableClock implements InstantSource {
    private volatile long seconds;

    /** @param seconds Unix time */
    public SettableClock(long seconds) {
        this.seconds = seconds;
    }

    /** Unix time in seconds. */
    public long seconds() {
        return seconds;
    }

    /** Moves to this Unix time in seconds, also backwards. */
    public void set(long unixSeconds) {
        seconds = unixSeconds;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(seconds);
    }
}
