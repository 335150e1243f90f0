package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.JobRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a job, folded as far as no clock is needed.
 *
 * @param reactions how many have judged something of it, providers aside
 */
record Standing(Known known, Terms terms, List<OfferFold> folds, int reactions) {
    static Standing of(Known known, FoldRules rules) {
        Terms terms = Terms.of(known, rules);
        Gathering gathering = new Gathering(terms, known.entries());
        List<OfferFold> folds = new ArrayList<>(gathering.offers().size());
        for (OfferFacts facts : gathering.offers()) {
            folds.add(new OfferFold(terms, facts));
        }
        return new Standing(known, terms, folds, gathering.reactions());
    }

    Projection at(long nowSeconds) {
        return new Projection(terms, folds, nowSeconds);
    }

    Job job(long nowSeconds) {
        Projection projection = at(nowSeconds);
        List<Offer> offers = new ArrayList<>(folds.size());
        for (OfferFold offer : folds) {
            offers.add(offer.offer(nowSeconds, projection.endedAt()));
        }
        return new Job(
                known.id(),
                known.request(),
                projection.outcome().status(),
                projection.outcome().proof(),
                offers,
                flags(offers, projection),
                projection.isOpen(),
                terms.deadline(),
                projection.nextChange(),
                reactions,
                known.dropped());
    }

    private Set<Job.Flag> flags(List<Offer> offers, Projection projection) {
        Set<Job.Flag> flags = EnumSet.noneOf(Job.Flag.class);
        for (Offer offer : offers) {
            offer.flags().forEach(flag -> raise(flags, flag));
        }
        if (projection.isDeliveryRefunded()) {
            flags.add(Job.Flag.REFUNDED);
        }
        if (terms.request().filter(JobRequest::isRecovered).isPresent()) {
            flags.add(Job.Flag.RECOVERED);
        }
        if (terms.request().filter(JobRequest::isEncrypted).isPresent()) {
            flags.add(Job.Flag.ENCRYPTED);
        }
        addDelivery(flags);
        return flags;
    }

    /** Late is a job that nobody delivered in time. */
    private void addDelivery(Set<Job.Flag> flags) {
        boolean isDelivered = false;
        boolean isInTime = false;
        for (OfferFold offer : folds) {
            if (!offer.isDelivered()) {
                continue;
            }
            isDelivered = true;
            isInTime |= !offer.isLate();
            long at = offer.delivery().orElseThrow().at();
            if (terms.cancellation().filter(taken -> at <= taken.at()).isPresent()) {
                flags.add(Job.Flag.CANCELLED_AFTER_DELIVERY);
            }
        }
        if (isDelivered && !isInTime) {
            flags.add(Job.Flag.LATE);
        }
    }

    private static void raise(Set<Job.Flag> flags, Offer.Flag flag) {
        switch (flag) {
            case SELF_DEALING -> flags.add(Job.Flag.SELF_DEALING);
            case P_MISMATCH -> flags.add(Job.Flag.P_MISMATCH);
            case WEAK_LINK -> flags.add(Job.Flag.WEAK_LINK);
            case ENCRYPTED -> flags.add(Job.Flag.ENCRYPTED);
            case KIND_MISMATCH -> flags.add(Job.Flag.KIND_MISMATCH);
            case PAID_NOT_DELIVERED -> flags.add(Job.Flag.PAID_NOT_DELIVERED);
            case LATE, ABANDONED, ERROR_AFTER_DELIVERY, UNPAID_DELIVERED, REFUNDED -> {}
        }
    }
}
