package dev.souk.storage;

import dev.souk.protocol.Bytes32;

/** One entry of the store's sequence. */
public sealed interface Change {
    /** Its number; the next change has a higher one. */
    long sequence();

    /** An event was stored. */
    record Stored(StoredEvent event) implements Change {
        @Override
        public long sequence() {
            return event.sequence();
        }
    }

    /**
     * An event was removed.
     *
     * @param eventSequence under which number the event had been stored
     */
    record Removed(
            long sequence, long eventSequence, Bytes32 id, Bytes32 pubkey, int kind, long createdAt, Removal reason)
            implements Change {
        /** The {@code createdAt} of removals that were logged by versions which did not keep it. */
        public static final long UNKNOWN_TIME = -1;
    }
}
