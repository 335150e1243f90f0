package dev.souk.marketplace;

import dev.souk.marketplace.dialect.Payments;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.lnurl.LnurlAddress;
import dev.souk.marketplace.zap.NutzapReader;
import dev.souk.marketplace.zap.ZapReceipt;
import dev.souk.marketplace.zap.ZapReceiptReader;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import java.util.Optional;

/** Zap receipts and nutzaps as payments; one that names no payer, recipient or event is none. */
final class ZapPayments implements Payments {
    private static final int NUTZAP_KIND = 9_321;

    private final ZapReceiptReader receipts;
    private final NutzapReader nutzaps = new NutzapReader();

    ZapPayments(EventVerifier verifier) {
        this.receipts = new ZapReceiptReader(verifier);
    }

    @Override
    public Optional<Fact.Payment> read(Event event, Source source) {
        ZapReceipt receipt = event.kind() == NUTZAP_KIND ? nutzaps.read(event) : receipts.read(event);
        return receipt.target()
                .flatMap(target -> receipt.payer()
                        .flatMap(payer -> receipt.recipient()
                                .map(recipient -> new Fact.Payment(
                                        source, target, payer, recipient, signedAt(receipt, source), proof(receipt)))));
    }

    /** Nobody signs after the receipt was made. */
    private static long signedAt(ZapReceipt receipt, Source source) {
        return Math.min(receipt.requestedAt().orElse(source.createdAt()), source.createdAt());
    }

    private static PaymentProof proof(ZapReceipt receipt) {
        return receipt.proof().payableAt(receipt.lnurl().map(LnurlAddress::fingerprint));
    }
}
