package dev.souk.relay.outbound;

import java.util.Optional;

/**
 * One client's connection, as the rest of the relay sees it. Thread-safe. What is sent after it has gone is dropped
 * silently, since there is nobody left to tell.
 */
public interface Connection {
    /** Names it in logs; unique for the life of the process. */
    long number();

    /** The client's address, as far as trusted proxies tell. */
    String address();

    /** The host that the client called when it connected, in lower case and without a port; as it says. */
    Optional<String> host();

    /** Where everything for this connection leaves; always the same one. */
    Outlet outlet();

    /** Closes the connection, with this WebSocket status code (RFC 6455, section 7.4) and reason. */
    void close(int status, String reason);

    /** False once it is closed, or closing. */
    boolean isOpen();

    /** Stops reading from the socket, or goes on: how the relay pushes back. To be called on the outlet's thread. */
    void setReading(boolean reads);
}
