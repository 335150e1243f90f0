package dev.souk.storage;

import dev.souk.protocol.Bytes32;

/** What became of one event given to {@link EventStore#save}. */
public sealed interface SaveOutcome {
    /** Kept, under this number. */
    record Stored(long sequence) implements SaveOutcome {}

    /** Already stored. */
    record Duplicate() implements SaveOutcome {}

    /** Not kept: a newer version, of this id, is stored at its address. */
    record Superseded(Bytes32 by) implements SaveOutcome {}

    /** Not kept: its author has requested its deletion. */
    record Deleted() implements SaveOutcome {}

    /** Not kept: its author, or who it was wrapped for, has asked to vanish at that time or later. */
    record Vanished() implements SaveOutcome {}

    /** Not kept: its expiration has passed. */
    record Expired() implements SaveOutcome {}

    /** Not kept: its kind is ephemeral. */
    record Ephemeral() implements SaveOutcome {}
}
