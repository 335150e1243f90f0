package dev.souk.bench.profile;

/** What should be profiled is nothing that JFR can record. The message says which process and why. */
public final class NoJvmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoJvmException(String message) {
        super(message);
    }
}
