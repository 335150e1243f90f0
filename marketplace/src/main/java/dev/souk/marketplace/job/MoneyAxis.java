package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Amounts;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the payment of an offer. Claimed and verified money are never added up. */
final class MoneyAxis {
    private final OptionalLong asked;
    private final boolean isImplied;
    private final List<Bytes32> payers;
    private long claimed;
    private long verified;
    private long refunded;
    private long verifiedRefund;
    private @Nullable Source firstVerified;
    private @Nullable Source lastVerified;
    private @Nullable Source enough;
    private @Nullable Source lastRefund;

    /**
     * @param asked the last price, msat
     * @param isImplied the provider went on after asking to be paid
     */
    MoneyAxis(OptionalLong asked, boolean isImplied, OfferFacts facts) {
        this.asked = asked;
        this.isImplied = isImplied;
        Set<Bytes32> all = new LinkedHashSet<>();
        for (Fact.Payment payment : facts.payments) {
            all.add(payment.payer());
            receive(payment.source(), payment.proof());
        }
        for (Fact.Payment refund : facts.refunds) {
            giveBack(refund.source(), refund.proof());
        }
        this.payers = new ArrayList<>(all);
    }

    private void receive(Source source, PaymentProof proof) {
        if (proof.level() < PaymentProof.VERIFIED) {
            claimed = sum(claimed, proof.msat());
            return;
        }
        verified = sum(verified, proof.msat());
        if (verified > 0) {
            firstVerified = firstVerified == null ? source : firstVerified;
            lastVerified = source;
            enough = enough == null && isEnough(verified) ? source : enough;
        }
    }

    private void giveBack(Source source, PaymentProof proof) {
        refunded = sum(refunded, proof.msat());
        if (proof.level() >= PaymentProof.VERIFIED) {
            verifiedRefund = sum(verifiedRefund, proof.msat());
        }
        lastRefund = source;
    }

    /** Neither negative nor more than there is. */
    private static long sum(long one, long other) {
        return Math.min(Amounts.MAX_MSAT, one + Math.max(0, Math.min(Amounts.MAX_MSAT, other)));
    }

    private boolean isEnough(long paid) {
        return paid > 0 && (asked.isEmpty() || paid >= asked.getAsLong());
    }

    /** Verified money is undone by verified money only: else a provider could wave it away with a receipt of its own. */
    boolean isRefunded() {
        long back = verified > 0 ? verifiedRefund : refunded;
        if (back == 0) {
            return false;
        }
        long paid = verified > 0 ? verified : claimed;
        boolean isPriceBack = asked.isPresent() && back >= asked.getAsLong();
        return isPriceBack || (paid > 0 ? back >= paid : asked.isEmpty());
    }

    Offer.Money money() {
        if (isRefunded()) {
            return Offer.Money.REFUNDED;
        }
        if (verified > 0) {
            return isEnough(verified) ? Offer.Money.VERIFIED : Offer.Money.PART_VERIFIED;
        }
        if (claimed > 0) {
            return Offer.Money.CLAIMED;
        }
        if (isImplied) {
            return Offer.Money.IMPLIED;
        }
        return asked.orElse(0) > 0 ? Offer.Money.ASKED : Offer.Money.NONE;
    }

    OptionalLong asked() {
        return asked;
    }

    long claimed() {
        return claimed;
    }

    long verified() {
        return verified;
    }

    long refunded() {
        return refunded;
    }

    /** In the order in which they first paid. */
    List<Bytes32> payers() {
        return payers;
    }

    /** The first verified payment. */
    @Nullable
    Source firstVerified() {
        return firstVerified;
    }

    /** The last verified payment. */
    @Nullable
    Source lastVerified() {
        return lastVerified;
    }

    /** The verified payment that made it enough. */
    @Nullable
    Source enough() {
        return enough;
    }

    /** The last payment back. */
    @Nullable
    Source lastRefund() {
        return lastRefund;
    }
}
