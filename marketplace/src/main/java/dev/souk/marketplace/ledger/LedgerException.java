package dev.souk.marketplace.ledger;

/** What is stored cannot be read. Never the fault of an event. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerException(String attempted) {
        super(attempted);
    }

    LedgerException(String attempted, Throwable cause) {
        super(attempted, cause);
    }
}
