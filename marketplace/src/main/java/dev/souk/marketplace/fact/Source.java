package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.Comparator;

/**
 * The event that a fact was read from.
 *
 * @param id the event's id
 * @param kind its kind
 * @param author who signed it
 * @param createdAt what it says of itself, Unix seconds
 * @param seenAtMillis when this relay saw it first, Unix milliseconds; {@link #HISTORY} when it was older than
 *     {@link #LIVE_SECONDS} by then (an import, a sync), so that the moment of arrival says nothing
 */
public record Source(Bytes32 id, int kind, Bytes32 author, long createdAt, long seenAtMillis) {
    /** The {@link #seenAtMillis()} of what did not come live. */
    public static final long HISTORY = -1;

    /** An event counts as seen live when it arrives at most so long after its {@code created_at}. */
    public static final long LIVE_SECONDS = 300;

    /** How far ahead of its arrival a {@code created_at} is believed. */
    public static final long MAX_AHEAD_SECONDS = 900;

    /** The order of facts: by time, then by id. */
    public static final Comparator<Source> ORDER =
            Comparator.comparingLong(Source::at).thenComparing(Source::id);

    /** A source as it arrives at {@code nowMillis}. */
    public static Source arriving(Bytes32 id, int kind, Bytes32 author, long createdAt, long nowMillis) {
        long age = Math.floorDiv(nowMillis, 1_000) - createdAt;
        return new Source(id, kind, author, createdAt, age <= LIVE_SECONDS ? nowMillis : HISTORY);
    }

    /** True when its arrival was observed, so that {@link #seenAtMillis()} is a time. */
    public boolean isLive() {
        return seenAtMillis != HISTORY;
    }

    /** When it counts as made, Unix seconds: its {@code created_at}, unless that is too far ahead of its arrival. */
    public long at() {
        if (!isLive()) {
            return createdAt;
        }
        return createdAt > seenAt() + MAX_AHEAD_SECONDS ? seenAt() : createdAt;
    }

    /** When it was first seen, Unix seconds; of what did not come live nobody knows, and it counts as {@link #at()}. */
    public long seenAt() {
        return isLive() ? Math.floorDiv(seenAtMillis, 1_000) : createdAt;
    }

    /** Milliseconds from {@code earlier} to this: measured when both came live, else by {@code created_at}; never negative. */
    public long millisSince(Source earlier) {
        long millis =
                isLive() && earlier.isLive() ? seenAtMillis - earlier.seenAtMillis : (at() - earlier.at()) * 1_000;
        return Math.max(0, millis);
    }
}
