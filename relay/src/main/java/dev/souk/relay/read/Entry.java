package dev.souk.relay.read;

import dev.souk.protocol.Reason;

/** What becomes of somebody who wants to connect. */
public sealed interface Entry {
    /** Not now, and why. */
    record TurnedAway(Reason reason) implements Entry {}

    /**
     * Now.
     *
     * @param leave to be run once, when the connection is closed; any thread
     */
    record Admitted(Runnable leave) implements Entry {}
}
