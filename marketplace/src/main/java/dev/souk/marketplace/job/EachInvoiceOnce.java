package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Of several receipts of one invoice the best counts: the highest level, then the oldest, then the lowest id. */
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
        best.removeIf(payment -> payment.proof().paymentHash().isPresent()
                && !invoices.add(payment.proof().paymentHash().get()));
        best.sort(OLDEST_FIRST);
        return best;
    }
}
