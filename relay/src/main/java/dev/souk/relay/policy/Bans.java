package dev.souk.relay.policy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.util.Set;

/** What the operator has banned (NIP-86). Thread-safe, and never waits. */
public interface Bans {
    /** True for an event that is banned, or whose author is: it must not come back by another way. */
    boolean isBanned(Event event);

    /** Rises whenever something is banned, or no more. */
    long changes();

    /** The banned keys, as they are now. */
    Set<Bytes32> pubkeys();

    /** The ids of the banned events, stored here or not, as they are now. */
    Set<Bytes32> events();
}
