package dev.souk.marketplace.ledger;

/** What is stored cannot be read. Never the fault of an event. The message says what the operator can do. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LedgerException(String message) {
        super(message);
    }

    /** The tables are of another version than this program's; from the facts in them nothing can be derived anew. */
    static LedgerException ofVersion(int found, int known) {
        String what = "the market's tables are of version " + found + ", this Souk reads version " + known + ": ";
        return new LedgerException(
                found > known
                        ? what + "a newer Souk wrote them; run that one, or a newer one, on this store"
                        : what + "export the events with the Souk that wrote them, and import them into a new folder");
    }

    /** An entry is not as it was written. */
    static LedgerException damaged(String how) {
        return new LedgerException(
                "the market's tables are damaged, " + how + ": go back to a backup of the store's folder");
    }
}
