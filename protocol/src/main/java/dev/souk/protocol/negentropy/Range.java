package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;
import java.util.List;

/**
 * What a message says about one range of items.
 *
 * @param from its first place, inclusive
 * @param to behind its last place
 */
record Range(Bound from, Bound to, Payload payload) {
    /** What is said; the modes of the protocol. */
    sealed interface Payload {
        /** Nothing more needs to be said. */
        record Skip() implements Payload {}

        /** The sender's fingerprint of it. */
        record Digest(Fingerprint fingerprint) implements Payload {}

        /** All that the sender has in it. */
        record Ids(List<Bytes32> ids) implements Payload {
            public Ids {
                ids = List.copyOf(ids);
            }
        }
    }

    static final int SKIP = 0;
    static final int DIGEST = 1;
    static final int IDS = 2;
}
