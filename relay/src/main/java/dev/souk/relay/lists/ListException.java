package dev.souk.relay.lists;

/** A list cannot be used, and there is no older one to go on with. */
public final class ListException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListException(String message) {
        super(message);
    }
}
