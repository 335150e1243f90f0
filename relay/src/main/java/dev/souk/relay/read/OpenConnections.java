package dev.souk.relay.read;

import java.util.HashMap;
import java.util.Map;

/** How many connections each address has open; only those that have one are known. Thread-safe, by its lock. */
final class OpenConnections {
    private final Map<String, Integer> counts = new HashMap<>();

    /** Counts one more, unless there are {@code max}: who is refused is in nobody's way, not even for a moment. */
    synchronized boolean enter(String subnet, int max) {
        int open = counts.getOrDefault(subnet, 0);
        if (open >= max) {
            return false;
        }
        counts.put(subnet, open + 1);
        return true;
    }

    synchronized void leave(String subnet) {
        counts.computeIfPresent(subnet, (key, count) -> count == 1 ? null : (Integer) (count - 1));
    }
}
