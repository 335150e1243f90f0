package dev.souk.relay.policy;

import dev.souk.protocol.Bytes32;
import java.util.Set;

/**
 * Who asks. Which of the three it is says the code that made it, never anything that a client sent: connections are
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

    /** Another relay whose events this one takes over, by the name that the operator gave it. */
    static Caller peer(String name) {
        return new Peer(name);
    }

    /** The client's address, or the extension's or the other relay's name in brackets. */
    String address();

    /** True for any extension. */
    default boolean isInside() {
        return this instanceof Inside;
    }

    /** True for another relay that the operator has this one mirror. */
    default boolean isPeer() {
        return this instanceof Peer;
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

    /** Another relay, which this one has called itself. What it brings is somebody's whom nobody knows. */
    record Peer(String name) implements Caller {
        @Override
        public String address() {
            return "[" + name + "]";
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
