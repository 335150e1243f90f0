package dev.souk.marketplace.fact;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
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
 * @param isCounted false when a better receipt of the same payment hash, zap request or token is known
 * @param lnurl where the zap request says that the recipient is paid, as a fingerprint that all spellings of one address
 *     share; nothing when it does not say
 * @param token of a nutzap, a fingerprint of its payer and its proofs, which are spent once; for a receipt nothing
 */
public record PaymentProof(
        int level,
        long msat,
        Optional<Bytes32> paymentHash,
        Optional<Bytes32> request,
        Bytes32 signer,
        List<String> failedChecks,
        boolean isCounted,
        Optional<Bytes32> lnurl,
        Optional<Bytes32> token) {
    /** The check that {@link #lnurl} is the recipient's own. Made when the recipient's wallet is known; never rename. */
    public static final String SAME_LNURL = "same-lnurl";

    /** From here on the payer's own signature was seen. */
    public static final int CLAIMED = 1;

    /** From here on the recipient's wallet says that it was paid. */
    public static final int VERIFIED = 4;

    public PaymentProof {
        failedChecks = List.copyOf(failedChecks);
    }

    /** A proof whose zap request does not say where the recipient is paid. */
    public PaymentProof(
            int level,
            long msat,
            Optional<Bytes32> paymentHash,
            Optional<Bytes32> request,
            Bytes32 signer,
            List<String> failedChecks,
            boolean isCounted) {
        this(level, msat, paymentHash, request, signer, failedChecks, isCounted, Optional.empty(), Optional.empty());
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

    /**
     * The same, now that the recipient's wallet is known to have signed: raised to {@link #VERIFIED}, unless the payer
     * named another address than the recipient's.
     */
    public PaymentProof signedByWallet(boolean isSameLnurl) {
        List<String> failed = new ArrayList<>(failedChecks);
        failed.remove(SAME_LNURL);
        if (!isSameLnurl) {
            failed.add(SAME_LNURL);
        }
        int raised = isSameLnurl ? VERIFIED : level;
        return new PaymentProof(raised, msat, paymentHash, request, signer, failed, isCounted, lnurl, token);
    }

    /** The same, counted or not. */
    public PaymentProof counted(boolean counts) {
        return new PaymentProof(level, msat, paymentHash, request, signer, failedChecks, counts, lnurl, token);
    }

    /** The same, with where the zap request says that the recipient is paid. */
    public PaymentProof payableAt(Optional<Bytes32> named) {
        return new PaymentProof(level, msat, paymentHash, request, signer, failedChecks, isCounted, named, token);
    }

    /** The same, with the token of a nutzap. */
    public PaymentProof spending(Optional<Bytes32> spent) {
        return new PaymentProof(level, msat, paymentHash, request, signer, failedChecks, isCounted, lnurl, spent);
    }
}
