package dev.souk.marketplace;

import dev.souk.marketplace.dialect.MarketReader;
import dev.souk.marketplace.dialect.Payments;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.lnurl.LnurlAddress;
import dev.souk.marketplace.zap.NutzapReader;
import dev.souk.marketplace.zap.ZapReceipt;
import dev.souk.marketplace.zap.ZapReceiptReader;
import dev.souk.protocol.Address;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.relay.extension.RelayAccess;
import java.util.Optional;

/**
 * Zap receipts and nutzaps as payments; one that names no payer, recipient or event is none. Where only the address of a
 * result is named ({@code a}), the event that stands there now is meant: payments follow what they pay for. Thread-safe.
 */
final class ZapPayments implements Payments {
    private static final int NUTZAP_KIND = 9_321;

    private final RelayAccess access;
    private final ZapReceiptReader receipts;
    private final NutzapReader nutzaps = new NutzapReader();

    /** @param access to what stands at an address */
    ZapPayments(EventVerifier verifier, RelayAccess access) {
        this.access = access;
        this.receipts = new ZapReceiptReader(verifier);
    }

    @Override
    public Optional<Fact.Payment> read(Event event, Source source) {
        ZapReceipt receipt = event.kind() == NUTZAP_KIND ? nutzaps.read(event) : receipts.read(event);
        return target(receipt)
                .flatMap(target -> receipt.payer()
                        .flatMap(payer -> receipt.recipient()
                                .map(recipient -> new Fact.Payment(
                                        source, target, payer, recipient, signedAt(receipt, source), proof(receipt)))));
    }

    private Optional<Bytes32> target(ZapReceipt receipt) {
        return receipt.target()
                .or(() -> receipt.address()
                        .flatMap(Address::parse)
                        .filter(address -> MarketReader.isAddressableResult(address.kind()))
                        .flatMap(this::standing));
    }

    private Optional<Bytes32> standing(Address address) {
        Filter.Builder filter =
                Filter.builder().kinds(address.kind()).authors(address.pubkey()).tag('d', address.d());
        return access.newest(filter.build()).map(stored -> stored.header().id());
    }

    /** Nobody signs after the receipt was made. */
    private static long signedAt(ZapReceipt receipt, Source source) {
        return Math.min(receipt.requestedAt().orElse(source.createdAt()), source.createdAt());
    }

    private static PaymentProof proof(ZapReceipt receipt) {
        return receipt.proof().payableAt(receipt.lnurl().map(LnurlAddress::fingerprint));
    }
}
