package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Trust level 5: money that its wallet has verified, by a wallet that the operator knows to serve unrelated people, from
 * somebody else, for work that was handed over. Thread-safe.
 *
 * @param signers the keys with which such wallets sign receipts
 */
public record Earned(MarketView view, Set<Bytes32> signers) implements Predicate<Fact.Payment> {
    public Earned {
        signers = Set.copyOf(signers);
    }

    @Override
    public boolean test(Fact.Payment payment) {
        return signers.contains(payment.proof().signer())
                && view.jobOf(payment.source().id()).flatMap(view::job).stream()
                        .flatMap(job -> job.offers().stream())
                        .anyMatch(offer -> isFor(payment, offer));
    }

    private static boolean isFor(Fact.Payment payment, Offer offer) {
        return offer.provider().equals(payment.recipient())
                && offer.work() == Offer.Work.DELIVERED
                && offer.verifiedPayers().contains(payment.payer());
    }
}
