package dev.souk.deploy.foreign;

/** What was named cannot be read at all. The message is for whoever named it, and says what to do instead. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
        super(message);
    }

    UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
