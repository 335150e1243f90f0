package dev.souk.relay.policy;

import dev.souk.protocol.Bytes32;
import java.util.Set;

/**
 * Who asks. Which of the two it is says the code that made it, never anything that a client sent: connections are
 * {@link Client}s whatever their address claims to be.
 */
public sealed interface Caller {
    /** A client on a connection of its own, of whom nothing else is known. */
    static Caller client(String address) {
        return new Client(address, Set.of());
    }

    /** The extension of this name, inside the process. */
    static Caller inside(String extension) {
        return new Inside(extension);
    }

    /** The client's address, or the extension's name in brackets. */
    String address();

    /** True for any extension. */
    default boolean isInside() {
        return this instanceof Inside;
    }

    /** True for the extension of this name. */
    default boolean isInside(String extension) {
        return this instanceof Inside inside && inside.extension().equals(extension);
    }

    /** True when the caller has proved to hold this key. */
    default boolean is(Bytes32 pubkey) {
        return this instanceof Client client && client.pubkeys().contains(pubkey);
    }

    /** True when the caller has proved to hold some key. */
    default boolean isKnown() {
        return this instanceof Client client && !client.pubkeys().isEmpty();
    }

    /**
     * Somebody on the network.
     *
     * @param address as far as trusted proxies tell
     * @param pubkeys the keys that were proved on this connection so far (NIP-42)
     */
    record Client(String address, Set<Bytes32> pubkeys) implements Caller {
        public Client {
            pubkeys = Set.copyOf(pubkeys);
        }
    }

    /** An extension. */
    record Inside(String extension) implements Caller {
        @Override
        public String address() {
            return "[" + extension + "]";
        }
    }
}
