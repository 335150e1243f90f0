package dev.souk.marketplace.statistics;

import java.util.Locale;

/**
 * What is counted. The first eight count jobs, the others offers; an offer of the customer itself is never counted. In the
 * scopes of one provider the first eight speak of the jobs in which it said something or was paid, and of its own offer.
 *
 * <p>The numbers are stored: never change one.
 */
public enum Counter {
    /** Jobs whose request is known. */
    REQUESTS(0),
    /** Jobs with at least one delivered offer. */
    ANSWERED(1),
    /** Jobs in the state completed by an offer that counts. */
    COMPLETED(2),
    /** Jobs in the state cancelled. */
    CANCELLED(3),
    /** Cancelled jobs to which no provider ever said anything. */
    CANCELLED_EARLY(4),
    /** Jobs in the state expired. */
    EXPIRED(5),
    /** Jobs in the state failed. */
    FAILED(6),
    /** Jobs in the state disputed by an offer that counts. */
    DISPUTED(7),

    /** Offers: a provider said something, taken back or not. */
    OFFERS(8),
    /** Delivered offers. */
    RESULTS(9),
    /** Offers that asked for a price above nothing. */
    QUOTED(10),
    /** Offers with money claimed or verified. */
    PAID(11),
    /** Offers that are both quoted and paid. */
    QUOTED_PAID(12),
    /** Offers paid in full, verified. */
    VERIFIED_PAID(13),
    /** Offers whose payment only the provider's own going on tells of. */
    IMPLIED_PAID(14),
    /** Offers that ended in an error. */
    ERRORS(15),
    /** Offers of which everything was taken back. */
    WITHDRAWN(16),
    /** Offers given up in silence. */
    ABANDONED(17),
    /** Offers that came to an end: delivered, error, abandoned, or paid and not delivered. */
    ENDED(18),
    /** Results delivered after the deadline. */
    LATE(19),
    /** Results with a price and without any money. */
    UNPAID_DELIVERED(20),
    /** Offers with verified money, no result and no refund. */
    PAID_NOT_DELIVERED(21),
    /** Offers whose money went back. */
    REFUNDED(22),
    /** Offers in the state completed. */
    OFFERS_COMPLETED(23),
    /** Offers of which the customer's newest verdict is a rejection. */
    OFFERS_DISPUTED(24);

    static final int COUNT = 25;

    private static final int FIRST_OF_OFFERS = 8;

    /** What of a job's own outcome counts for its providers too. */
    static final long TOLD_TO_PROVIDERS = CANCELLED.bit() | EXPIRED.bit() | FAILED.bit();

    private static final long JOB_BITS = (1L << FIRST_OF_OFFERS) - 1;

    /** The bits of all counters of jobs, or of all counters of offers. */
    static long bits(boolean ofJobs) {
        return ofJobs ? JOB_BITS : (1L << COUNT) - 1 & ~JOB_BITS;
    }

    final int place;

    Counter(int place) {
        this.place = place;
    }

    /** True when it counts jobs, false when it counts offers. */
    public boolean countsJobs() {
        return place < FIRST_OF_OFFERS;
    }

    /** As it stands in documents. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    long bit() {
        return 1L << place;
    }

    boolean isIn(long bits) {
        return (bits & bit()) != 0;
    }
}
