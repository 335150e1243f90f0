package dev.souk.marketplace.lnurl;

import java.io.IOException;

/** Ends a call, inside this package; {@link #reason()} is what the caller is told. */
final class LnurlFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    LnurlFailure(String reason) {
        super(reason);
        this.reason = reason;
    }

    LnurlFailure(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
