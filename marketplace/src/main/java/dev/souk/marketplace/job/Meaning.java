package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Price;
import java.util.Optional;

/** How far the work is by one statement of its provider. */
final class Meaning {
    private Meaning() {}

    /** {@link Offer.Work#NONE} when it says nothing of the work. */
    static Offer.Work of(Fact statement) {
        return switch (statement) {
            case Fact.Feedback feedback -> ofFeedback(feedback);
            case Fact.Result result -> ofResult(result);
            case Fact.Judgement judgement -> Offer.Work.NONE;
            case Fact.Payment payment -> Offer.Work.NONE;
        };
    }

    /** True for a statement that hands work over. */
    static boolean isDelivery(Fact statement) {
        return of(statement) == Offer.Work.DELIVERED;
    }

    private static Offer.Work ofFeedback(Fact.Feedback feedback) {
        return switch (feedback.status()) {
            case PAYMENT_REQUIRED -> Offer.Work.QUOTED;
            case PROCESSING -> Offer.Work.PROCESSING;
            case PARTIAL -> Offer.Work.PARTIAL;
            case SUCCESS -> Offer.Work.READY;
            case ERROR -> Offer.Work.ERROR;
            // An amount without a word that is known is a quote; a word alone says nothing.
            case OTHER, NONE -> isPriced(feedback.price()) ? Offer.Work.QUOTED : Offer.Work.NONE;
        };
    }

    /** Some eras ask for payment, or report progress, in an event of the result's kind: that hands nothing over. */
    private static Offer.Work ofResult(Fact.Result result) {
        return switch (result.status()) {
            case PAYMENT_REQUIRED -> Offer.Work.QUOTED;
            case PROCESSING -> Offer.Work.PROCESSING;
            case PARTIAL -> Offer.Work.PARTIAL;
            case ERROR -> Offer.Work.ERROR;
            case SUCCESS, OTHER, NONE -> Offer.Work.DELIVERED;
        };
    }

    private static boolean isPriced(Optional<Price> price) {
        return price.isPresent() && price.get().msat() > 0;
    }
}
