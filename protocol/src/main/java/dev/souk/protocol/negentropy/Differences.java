package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;

/** What a client learns. It may be told the same more than once, where messages were too short for all at once. */
public interface Differences {
    /** An item that the server has not. */
    void have(Bound item);

    /** An id that the server has, it says, and the client has not. */
    void need(Bytes32 id);
}
