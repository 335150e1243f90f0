package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.List;
import java.util.Optional;

/**
 * What a payment event proves.
 *
 * @param level 0 to 4, see {@code zap.ZapCheck}; level 5 is a statement about statistics and made when it is asked
 * @param msat how much; 0 when it does not say
 * @param paymentHash of the invoice; for a nutzap nothing
 * @param request the zap request behind a receipt, for which a wallet makes one invoice; for a nutzap nothing
 * @param signer who signed the receipt: the recipient's wallet, if it is true
 * @param failedChecks the names of the checks that failed, in the order they are made
 * @param isCounted false when a better receipt of the same payment hash, or for the same zap request, is known
 */
public record PaymentProof(
        int level,
        long msat,
        Optional<Bytes32> paymentHash,
        Optional<Bytes32> request,
        Bytes32 signer,
        List<String> failedChecks,
        boolean isCounted) {
    /** From here on the payer's own signature was seen. */
    public static final int CLAIMED = 1;

    /** From here on the recipient's wallet says that it was paid. */
    public static final int VERIFIED = 4;

    public PaymentProof {
        failedChecks = List.copyOf(failedChecks);
    }

    /** A proof without a zap request. */
    public PaymentProof(
            int level,
            long msat,
            Optional<Bytes32> paymentHash,
            Bytes32 signer,
            List<String> failedChecks,
            boolean isCounted) {
        this(level, msat, paymentHash, Optional.empty(), signer, failedChecks, isCounted);
    }

    /** The same, raised to {@link #VERIFIED}. */
    public PaymentProof verified() {
        return new PaymentProof(VERIFIED, msat, paymentHash, request, signer, failedChecks, isCounted);
    }

    /** The same, counted or not. */
    public PaymentProof counted(boolean counts) {
        return new PaymentProof(level, msat, paymentHash, request, signer, failedChecks, counts);
    }
}
