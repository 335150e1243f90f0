package dev.souk.relay.mirror;

import dev.souk.protocol.Bytes32;
import java.util.LinkedHashSet;
import java.util.Set;

/** Some ids; past a number of them those that were added first are forgotten. Owned by one thread. */
final class KnownIds {
    private final int max;
    private final Set<Bytes32> ids = new LinkedHashSet<>();

    KnownIds(int max) {
        this.max = max;
    }

    void add(Bytes32 id) {
        if (ids.add(id) && ids.size() > max) {
            ids.remove(ids.iterator().next());
        }
    }

    void remove(Bytes32 id) {
        ids.remove(id);
    }

    boolean contains(Bytes32 id) {
        return ids.contains(id);
    }
}
