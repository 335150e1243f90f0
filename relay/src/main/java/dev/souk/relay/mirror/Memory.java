package dev.souk.relay.mirror;

import dev.souk.protocol.Bytes32;

/**
 * What is remembered of another relay from one connection to the next, and not from one start to the next: it saves work,
 * and nothing depends on it. Owned by the mirror's thread.
 */
final class Memory {
    private static final int MAX_IDS = 50_000;

    private final KnownIds there = new KnownIds(MAX_IDS);
    private final KnownIds refused = new KnownIds(MAX_IDS);
    private final KnownIds refusedThere = new KnownIds(MAX_IDS);

    /** The other relay has this one. */
    void has(Bytes32 id) {
        there.add(id);
    }

    /** It only said so. */
    void hasNot(Bytes32 id) {
        there.remove(id);
    }

    /** True for what the other relay has: it came from there, or was taken there. */
    boolean isThere(Bytes32 id) {
        return there.contains(id);
    }

    /** What was refused here. It is not asked for again; when it comes unasked, it is looked at again. */
    KnownIds refused() {
        return refused;
    }

    /** What the other relay has refused. It is not sent again. */
    KnownIds refusedThere() {
        return refusedThere;
    }
}
