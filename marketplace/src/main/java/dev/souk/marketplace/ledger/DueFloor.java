package dev.souk.marketplace.ledger;

/**
 * A time before which nothing is due: the search for what is due begins there, and does not walk over all that was due
 * before and is done, which the table remembers for a while as deleted. A guess that is only ever too low. Owned by the
 * ledger's thread, and lives as long as the ledger; its changes hold only if their batch is written.
 */
final class DueFloor {
    private long millis;

    long millis() {
        return millis;
    }

    /** Something is due at {@code atMillis}. */
    void reach(long atMillis) {
        millis = Math.min(millis, atMillis);
    }

    /** A search found nothing due before {@code atMillis}. */
    void raise(long atMillis) {
        millis = atMillis;
    }

    /** A batch was not written: what it deleted is there again. */
    void forget() {
        millis = 0;
    }
}
