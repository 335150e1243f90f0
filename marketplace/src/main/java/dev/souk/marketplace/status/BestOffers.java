package dev.souk.marketplace.status;

import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.Offer;
import java.util.Comparator;
import java.util.List;

/**
 * The offers of a job in the order in which they are worth showing: those that came to something, those that are under
 * way, those that are invited, those that failed; then those that got more money; then those that spoke first.
 */
final class BestOffers {
    private static final Comparator<Offer> ORDER = Comparator.comparingInt(BestOffers::rank)
            .thenComparing(Comparator.comparingLong(Offer::verifiedMsat).reversed())
            .thenComparing(Comparator.comparingLong(Offer::claimedMsat).reversed());

    private BestOffers() {}

    /** At most {@code max}; the sort is stable, so that offers of equal worth keep the job's order. */
    static List<Offer> of(Job job, int max) {
        return job.offers().stream().sorted(ORDER).limit(max).toList();
    }

    private static int rank(Offer offer) {
        return switch (offer.status()) {
            case COMPLETED -> 0;
            case DELIVERED -> 1;
            case DISPUTED -> 2;
            case REFUNDED -> 3;
            case READY -> 4;
            case PAID -> 5;
            case PARTIAL -> 6;
            case PROCESSING -> 7;
            case PAYMENT_REQUIRED -> 8;
            case TARGETED -> 9;
            case ERROR -> 10;
            case WITHDRAWN -> 11;
            case NONE -> 12;
        };
    }
}
