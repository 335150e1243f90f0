package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;

/** Raises receipts that the wallet of their recipient has signed, as far as wallets are known. Lives in a {@link WriteSet}. */
final class Judge {
    private final Wallets wallets;

    Judge(Wallets wallets) {
        this.wallets = wallets;
    }

    /**
     * The payment with the proof that it has by now.
     *
     * @param seenAt when it was first seen here, Unix seconds. What it says of its own age is not asked: whoever has a key
     *     that a wallet has given up can write any date
     */
    Fact.Payment judged(Fact.Payment payment, long seenAt) {
        PaymentProof proof = payment.proof();
        if (!isJudged(proof) || !wallets.isSignedFor(payment.recipient(), proof.signer(), seenAt)) {
            return payment;
        }
        boolean isSameLnurl = wallets.isSameLnurl(payment.recipient(), proof, seenAt);
        return payment.proved(proof.signedByWallet(isSameLnurl));
    }

    private static boolean isJudged(PaymentProof proof) {
        return proof.level() >= PaymentProof.CLAIMED
                && proof.level() < PaymentProof.VERIFIED
                && proof.paymentHash().isPresent();
    }
}
