package dev.souk.deploy.client;

/** A relay could not be asked. The message is for the person at the terminal: what is wrong, and what to do. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientException(String message) {
        super(message);
    }

    public ClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
