package dev.souk.relay.policy;

/**
 * Who asks. Which of the two it is says the code that made it, never anything that a client sent: connections are
 * {@link Client}s whatever their address claims to be.
 */
public sealed interface Caller {
    /** A client on a connection of its own. */
    static Caller client(String address) {
        return new Client(address);
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

    /**
     * Somebody on the network.
     *
     * @param address as far as trusted proxies tell
     */
    record Client(String address) implements Caller {}

    /** An extension. */
    record Inside(String extension) implements Caller {
        @Override
        public String address() {
            return "[" + extension + "]";
        }
    }
}
