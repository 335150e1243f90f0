package dev.souk.storage;

/** The disk's or the store's fault, never the event's. The message says what was attempted. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String attempted) {
        super(attempted);
    }

    public StorageException(String attempted, Throwable cause) {
        super(attempted, cause);
    }
}
