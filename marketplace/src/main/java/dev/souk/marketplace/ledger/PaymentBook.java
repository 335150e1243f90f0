package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sees to it that one payment counts once, wherever its receipts are filed: of all receipts of a payment hash, of all for
 * one zap request, and of all nutzaps of one token, the best counts, which is the one of the highest level, then the
 * oldest, then that of the lowest id. Lives in a {@link WriteSet}.
 */
final class PaymentBook {
    /** Of one payment so many receipts are compared; the worst of more is out for good. */
    static final int MAX_RECEIPTS = 16;

    private final WriteSet set;
    private final Shelf shelf;
    private final Unverified unverified;
    private final Consumer<Bytes32> receipts;
    private final LedgerMeters meters;

    /** @param receipts told of recipients whose wallet's key may verify a receipt */
    PaymentBook(WriteSet set, Shelf shelf, Unverified unverified, Consumer<Bytes32> receipts, LedgerMeters meters) {
        this.unverified = unverified;
        this.meters = meters;
        this.set = set;
        this.shelf = shelf;
        this.receipts = receipts;
    }

    private record Receipt(Bytes32 event, int level, long at, Bytes32 job) {
        static final Comparator<Receipt> BEST_FIRST = Comparator.<Receipt>comparingInt(receipt -> -receipt.level())
                .thenComparingLong(Receipt::at)
                .thenComparing(Receipt::event);

        static Receipt of(Table.Entry entry) {
            ByteBuffer value = ByteBuffer.wrap(entry.value());
            return new Receipt(Keys.idAtEnd(entry.key()), value.get(0), value.getLong(1), Bytes32.at(entry.value(), 9));
        }
    }

    /**
     * A payment was filed in a job, or its level has changed.
     *
     * @param seenAt when it was first seen, Unix seconds
     */
    void filed(Bytes32 job, Fact.Payment payment, long seenAt) {
        PaymentProof proof = payment.proof();
        Bytes32 event = payment.source().id();
        List<byte[]> identities = identities(proof);
        if (proof.level() < PaymentProof.CLAIMED || identities.isEmpty()) {
            return;
        }
        if (proof.level() >= PaymentProof.VERIFIED) {
            unverified.remove(payment);
        } else if (proof.token().isEmpty()) {
            unverified.add(job, payment, seenAt);
            receipts.accept(payment.recipient());
        }
        byte[] value = ByteBuffer.allocate(9 + Bytes32.SIZE)
                .put((byte) proof.level())
                .putLong(payment.source().at())
                .put(job.toBytes())
                .array();
        identities.forEach(identity -> set.put(Keys.join(identity, event.toBytes()), value));
        identities.forEach(this::settle);
    }

    /** When a payment that waits for its wallet's key was first seen, Unix seconds. */
    OptionalLong seenAt(Fact.Payment payment) {
        return unverified.seenAt(payment);
    }

    /** A payment left its job. */
    void unfiled(Fact.Payment payment) {
        byte[] event = payment.source().id().toBytes();
        unverified.remove(payment);
        List<byte[]> identities = identities(payment.proof());
        identities.forEach(identity -> set.delete(Keys.join(identity, event)));
        identities.forEach(this::settle);
    }

    /** What makes two receipts receipts of one payment: the invoice's hash, the zap request behind it, or the token. */
    private static List<byte[]> identities(PaymentProof proof) {
        return Stream.of(
                        proof.paymentHash().map(hash -> Keys.of(Keys.PAYMENT_HASH, hash)),
                        proof.request().map(request -> Keys.of(Keys.ZAP_REQUEST, request)),
                        proof.token().map(token -> Keys.of(Keys.PAYMENT_HASH, token)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Counts anew every receipt of one identity; a receipt counts when it is the best of each of its own. */
    private void settle(byte[] identity) {
        List<Receipt> receipts = best(identity);
        for (Receipt receipt : receipts) {
            Dossier dossier = shelf.open(receipt.job());
            boolean isBest = dossier.entry(receipt.event())
                    .map(Dossier.Entry::fact)
                    .filter(Fact.Payment.class::isInstance)
                    .map(fact -> identities(((Fact.Payment) fact).proof()))
                    .filter(all -> all.stream().allMatch(one -> isFirst(receipt.event(), one)))
                    .isPresent();
            if (dossier.amend(receipt.event(), proof -> proof.counted(isBest))) {
                shelf.touch(receipt.job());
            }
        }
        if (receipts.size() > MAX_RECEIPTS) {
            set.delete(Keys.join(identity, receipts.getLast().event().toBytes()));
            meters.dropped(Bound.RECEIPTS);
        }
    }

    private boolean isFirst(Bytes32 event, byte[] identity) {
        return best(identity).stream()
                .findFirst()
                .filter(first -> first.event().equals(event))
                .isPresent();
    }

    private List<Receipt> best(byte[] identity) {
        return set.scan(identity, MAX_RECEIPTS + 1).stream()
                .map(Receipt::of)
                .sorted(Receipt.BEST_FIRST)
                .toList();
    }
}
