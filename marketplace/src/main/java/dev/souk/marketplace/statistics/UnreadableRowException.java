package dev.souk.marketplace.statistics;

/** A stored row of the statistics is not what this version wrote: the disk or the version is wrong. */
public final class UnreadableRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRowException(String message) {
        super(message);
    }
}
