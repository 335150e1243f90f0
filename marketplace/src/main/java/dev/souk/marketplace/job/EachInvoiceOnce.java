package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Of several receipts of one invoice, and of several nutzaps of one token, the best counts: the highest level, then the
 * oldest, then the lowest id.
 */
final class EachInvoiceOnce {
    private static final Comparator<Fact.Payment> OLDEST_FIRST =
            Comparator.comparing(Fact.Payment::source, Source.ORDER);
    private static final Comparator<Fact.Payment> BEST_FIRST = Comparator.<Fact.Payment>comparingInt(
                    payment -> -payment.proof().level())
            .thenComparing(OLDEST_FIRST);

    private EachInvoiceOnce() {}

    /**
     * What remains, oldest first.
     *
     * @param payments oldest first
     */
    static List<Fact.Payment> of(List<Fact.Payment> payments) {
        if (payments.size() < 2) {
            return payments;
        }
        List<Fact.Payment> best = new ArrayList<>(payments);
        best.sort(BEST_FIRST);
        Set<Bytes32> invoices = new HashSet<>();
        best.removeIf(payment ->
                paid(payment.proof()).filter(once -> !invoices.add(once)).isPresent());
        best.sort(OLDEST_FIRST);
        return best;
    }

    /** What is paid once: an invoice, or the token of a nutzap. */
    private static Optional<Bytes32> paid(PaymentProof proof) {
        return proof.paymentHash().or(proof::token);
    }
}
