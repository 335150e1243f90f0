package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Raises receipts that the wallet of their recipient has signed, as far as wallets are known. Lives in a {@link WriteSet}. */
final class Judge {
    private final Wallets wallets;

    Judge(Wallets wallets) {
        this.wallets = wallets;
    }

    /** The payment with the proof that it has by now. Before the request is known nobody can tell how old the job is. */
    Fact.Payment judged(Dossier dossier, Fact.Payment payment) {
        PaymentProof proof = payment.proof();
        if (!isJudged(proof)) {
            return payment;
        }
        OptionalLong at = signedAt(dossier, payment);
        if (at.isEmpty() || !wallets.isSignedFor(payment.recipient(), proof.signer(), at.getAsLong())) {
            return payment;
        }
        boolean isSameLnurl = wallets.isSameLnurl(payment.recipient(), proof, at.getAsLong());
        return payment.proved(proof.signedByWallet(isSameLnurl));
    }

    private static boolean isJudged(PaymentProof proof) {
        return proof.level() >= PaymentProof.CLAIMED
                && proof.level() < PaymentProof.VERIFIED
                && proof.paymentHash().isPresent();
    }

    /**
     * When a receipt counts as signed: when it was first seen. Of one that did not come live only its own word is left,
     * and that it is not older than the job and what it pays for: so a key that a wallet has given up pays for nothing new.
     */
    private static OptionalLong signedAt(Dossier dossier, Fact.Payment payment) {
        if (payment.source().isLive()) {
            return OptionalLong.of(payment.source().seenAt());
        }
        return dossier.request()
                .map(JobRequest::source)
                .map(request -> Stream.concat(
                                Stream.of(payment.source(), request),
                                dossier
                                        .entry(payment.target())
                                        .map(entry -> entry.fact().source())
                                        .stream())
                        .mapToLong(Source::seenAt)
                        .max())
                .orElse(OptionalLong.empty());
    }
}
