package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests that were followed and are young enough to be sent once more by somebody who has seen them. Thread-safe, under
 * one lock. Bounded: past {@link #MAX} none is followed before the oldest are too old.
 */
final class Answered {
    /** Requests within twice the window of time that they may be dated in. */
    static final int MAX = 10_000;

    private final long windowSeconds;

    /** Guarded by the lock: by id, when each was made. */
    private final Map<Bytes32, Long> requests = new LinkedHashMap<>();

    Answered(long windowSeconds) {
        this.windowSeconds = windowSeconds;
    }

    synchronized boolean contains(Event request) {
        return requests.containsKey(request.id());
    }

    synchronized void add(Event request) {
        requests.put(request.id(), request.createdAt());
    }

    /** True when no more may be followed now. */
    synchronized boolean isFull(long now) {
        if (requests.size() >= MAX) {
            requests.values().removeIf(createdAt -> createdAt < now - windowSeconds);
        }
        return requests.size() >= MAX;
    }
}
