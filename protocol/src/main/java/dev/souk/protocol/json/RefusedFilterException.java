package dev.souk.protocol.json;

import dev.souk.protocol.Reason;

/** A filter that is well-formed, and cannot be answered. */
final class RefusedFilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    RefusedFilterException(Reason reason) {
        super(reason.toString());
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
