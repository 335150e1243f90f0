package dev.souk.marketplace.ledger;

/**
 * The bounds of what the ledger keeps besides dossiers, which have their own.
 *
 * @param maxWaiting facts whose target is not known
 * @param maxUnknownJobs dossiers whose request is not known
 * @param maxTypes job types with numbers of their own; later ones count as {@code j:*}
 */
public record LedgerLimits(long maxWaiting, long maxUnknownJobs, int maxTypes) {
    /** A hundred thousand each, and ten thousand types. */
    public static final LedgerLimits DEFAULT = new LedgerLimits(100_000, 100_000, 10_000);
}
