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
    private final Statements statements;
    private final OptionalLong asked;
    private final List<Bytes32> payers;
    private final Set<Bytes32> verifiedPayers = new LinkedHashSet<>();

    /** What the verified money has to reach. */
    private OptionalLong due;

    private long claimed;
    private long verified;
    private long refunded;
    private long verifiedRefund;
    private @Nullable Source firstVerified;
    private @Nullable Source lastVerified;
    private @Nullable Source enough;
    private @Nullable Source lastRefund;

    MoneyAxis(Statements statements, OfferFacts facts) {
        this.statements = statements;
        this.asked = statements.asked();
        this.due = asked;
        Set<Bytes32> all = new LinkedHashSet<>();
        for (Fact.Payment payment : facts.payments) {
            all.add(payment.payer());
            receive(payment);
        }
        for (Fact.Payment refund : facts.refunds) {
            giveBack(refund.source(), refund.proof());
        }
        this.payers = new ArrayList<>(all);
    }

    private void receive(Fact.Payment payment) {
        Source source = payment.source();
        PaymentProof proof = payment.proof();
        if (proof.level() < PaymentProof.VERIFIED) {
            claimed = sum(claimed, proof.msat());
            return;
        }
        verified = sum(verified, proof.msat());
        verifiedPayers.add(payment.payer());
        if (verified > 0) {
            if (firstVerified == null) {
                firstVerified = source;
                due = due(source.at());
            }
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

    /**
     * The price that stood when the first verified money came: whoever has been paid does not write its own debt anew. When none
     * stood then, the one that stands now.
     */
    private OptionalLong due(long firstPaidAt) {
        OptionalLong then = statements.askedAt(firstPaidAt);
        return then.isPresent() ? then : asked;
    }

    private boolean isEnough(long paid) {
        return paid > 0 && (due.isEmpty() || paid >= due.getAsLong());
    }

    /** What wallets say was paid has come back, as wallets say: that clears the provider, and ends a dispute. */
    boolean isRefundProven() {
        return verified > 0 && isRefunded();
    }

    /** Verified money is undone by verified money only: else a provider could wave it away with a receipt of its own. */
    boolean isRefunded() {
        long back = verified > 0 ? verifiedRefund : refunded;
        if (back == 0) {
            return false;
        }
        long paid = verified > 0 ? verified : claimed;
        boolean isPriceBack = due.orElse(0) > 0 && back >= due.getAsLong();
        return isPriceBack || (paid > 0 ? back >= paid : due.orElse(0) == 0);
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
        if (statements.impliesPayment()) {
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

    /** Those whose money is verified, in the same order. */
    List<Bytes32> verifiedPayers() {
        return List.copyOf(verifiedPayers);
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
