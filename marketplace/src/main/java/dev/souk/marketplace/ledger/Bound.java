package dev.souk.marketplace.ledger;

import java.util.Locale;

/** The bounds of what the market keeps: past each of them something leaves, and is counted under its name. */
public enum Bound {
    /** What one voice, or strangers, say in one job. */
    JOB,
    /** What waits for one target. */
    TARGET,
    /** What waits for targets. */
    WAITING,
    /** Jobs whose request is unknown. */
    UNKNOWN_JOBS,
    /** Statements that are linked anew at once; those past it stay where they are. */
    RELINKED,
    /** Receipts of one payment that are compared. */
    RECEIPTS,
    /** Receipts of one recipient that are judged at once by its wallet's keys; those past it wait for the next time. */
    JUDGED,
    /** Addresses of one recipient, or keys of one address. */
    WALLET,
    /** Recipients whose wallets are to be asked. */
    WALLETS_ASKED,
    /** Handlers that one provider announces. */
    HANDLERS,
    /** Deletions that are remembered. */
    TOMBSTONES,
    /** Statements that name several jobs. */
    AMBIGUOUS,
    /** People who gave a sign of life. */
    PEOPLE;

    /** As it stands in the metrics. */
    String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
