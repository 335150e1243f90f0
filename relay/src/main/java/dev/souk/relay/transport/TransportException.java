package dev.souk.relay.transport;

/** A port cannot be had. The message says which, and why. */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TransportException(String attempted, Throwable cause) {
        super(attempted, cause);
    }
}
