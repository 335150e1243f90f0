package dev.souk.deploy.sync;

import dev.souk.protocol.Bytes32;
import java.util.HashSet;
import java.util.Set;

/**
 * What two sets do not share.
 *
 * @param here ids that only the store has
 * @param there ids that only the other relay has, as it says
 */
public record Difference(Set<Bytes32> here, Set<Bytes32> there) {
    public Difference {
        here = Set.copyOf(here);
        there = Set.copyOf(there);
    }

    /** What of it matters, and nothing explains. */
    Difference without(Direction direction, Set<Bytes32> explained) {
        return new Difference(
                direction.isUp() ? rest(here, explained) : Set.of(),
                direction.isDown() ? rest(there, explained) : Set.of());
    }

    private static Set<Bytes32> rest(Set<Bytes32> ids, Set<Bytes32> explained) {
        Set<Bytes32> rest = new HashSet<>(ids);
        rest.removeAll(explained);
        return rest;
    }

    int size() {
        return here.size() + there.size();
    }
}
