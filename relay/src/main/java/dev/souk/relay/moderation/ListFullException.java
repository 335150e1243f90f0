package dev.souk.relay.moderation;

/** A list holds as many entries as it may. */
public final class ListFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListFullException(int max) {
        super("this list holds " + max + " entries, and no more are kept");
    }
}
