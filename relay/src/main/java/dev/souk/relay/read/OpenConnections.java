package dev.souk.relay.read;

import java.util.concurrent.ConcurrentHashMap;

/** How many connections each address has open; only those that have one are known. Thread-safe. */
final class OpenConnections {
    private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

    /** Counts one more, unless there are {@code max}. */
    boolean enter(String subnet, int max) {
        if (counts.merge(subnet, 1, Integer::sum) <= max) {
            return true;
        }
        leave(subnet);
        return false;
    }

    void leave(String subnet) {
        counts.computeIfPresent(subnet, (key, count) -> count == 1 ? null : (Integer) (count - 1));
    }
}
