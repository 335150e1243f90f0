package dev.souk.marketplace.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the customer says of an offer: its newest opinion, whichever way it has of saying it.
 *
 * @param newest the opinion that counts; nothing when there is none
 * @param firstAcceptance the oldest acceptance
 */
record VerdictAxis(@Nullable Opinion newest, @Nullable Opinion firstAcceptance) {
    static VerdictAxis of(List<Opinion> opinions) {
        Opinion newest = null;
        Opinion firstAcceptance = null;
        for (Opinion opinion : opinions) {
            if (opinion.isNewerThan(newest)) {
                newest = opinion;
            }
            if (opinion.isAcceptance() && (firstAcceptance == null || firstAcceptance.isNewerThan(opinion))) {
                firstAcceptance = opinion;
            }
        }
        return new VerdictAxis(newest, firstAcceptance);
    }

    Offer.Verdict verdict() {
        if (newest == null) {
            return Offer.Verdict.NONE;
        }
        return newest.isAcceptance() ? Offer.Verdict.ACCEPTED : Offer.Verdict.DISPUTED;
    }
}
