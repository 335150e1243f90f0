package dev.souk.marketplace.ledger;

/**
 * The bounds of what the ledger keeps besides dossiers, which have their own. Past each of them the oldest leaves.
 *
 * @param maxWaiting facts whose target is not known
 * @param maxUnknownJobs dossiers whose request is not known
 * @param maxTypes job types with numbers of their own; later ones count as {@code j:*}
 * @param maxTombstones deletions that are remembered, also of what was never seen
 * @param maxAmbiguous statements that name several jobs, and may yet turn out to be about another one of them
 * @param maxPeople people of whom it is kept when they gave signs of life
 * @param maxJudged receipts of one recipient that are judged at once when its wallet has named its key; the rest with the
 *     next time
 */
public record LedgerLimits(
        long maxWaiting,
        long maxUnknownJobs,
        int maxTypes,
        long maxTombstones,
        long maxAmbiguous,
        long maxPeople,
        int maxJudged) {
    /** A million deletions, ten thousand types, as many receipts to judge, and a hundred thousand of the rest. */
    public static final LedgerLimits DEFAULT = new LedgerLimits(100_000, 100_000, 10_000);

    /** The defaults for what nobody sets. */
    public LedgerLimits(long maxWaiting, long maxUnknownJobs, int maxTypes) {
        this(maxWaiting, maxUnknownJobs, maxTypes, 1_000_000, 100_000, 100_000, 10_000);
    }
}
