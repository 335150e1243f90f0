package dev.souk.relay.live;

import java.util.Collection;
import java.util.TreeMap;

/**
 * The latest stored events, for subscriptions that come over from a replay: all that are still stored from some number
 * on. Bounded by the bytes of their JSON. Owned by the live thread, but for {@link #completeAfter}.
 */
final class RecentEvents {
    private final long maxBytes;
    private final TreeMap<Long, LiveEvent> events = new TreeMap<>();
    private long bytes;

    /** Written by the live thread, read by replays that ask whether they are close enough. */
    private volatile long completeAfter;

    /** @param startAfter the store's last change when the feed begins */
    RecentEvents(long maxBytes, long startAfter) {
        this.maxBytes = maxBytes;
        this.completeAfter = startAfter;
    }

    void add(LiveEvent event) {
        events.put(event.sequence(), event);
        bytes += event.payload().json().length;
        while (bytes > maxBytes) {
            LiveEvent oldest = events.pollFirstEntry().getValue();
            bytes -= oldest.payload().json().length;
            completeAfter = oldest.sequence();
        }
    }

    /** The event stored under {@code sequence} is no more. */
    void remove(long sequence) {
        LiveEvent removed = events.remove(sequence);
        if (removed != null) {
            bytes -= removed.payload().json().length;
        }
    }

    /** Every stored event with a higher number that was announced is here. Any thread. */
    long completeAfter() {
        return completeAfter;
    }

    /** The events after {@code sequence}, oldest first. */
    Collection<LiveEvent> after(long sequence) {
        return events.tailMap(sequence, false).values();
    }
}
