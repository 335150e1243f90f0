package dev.souk.marketplace.zap;

import dev.souk.marketplace.bolt11.TestInvoice;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.charset.StandardCharsets;

/**
 * The wallet of somebody who is zapped, for tests: makes invoices for zap requests and signs receipts for them, as a
 * LNURL server does. No money is involved, which is what NIP-57 warns of.
 */
public final class TestWallet {
    private final SecretKey key;

    /** A wallet that signs with {@code key}. */
    public TestWallet(SecretKey key) {
        this.key = key;
    }

    /** The key that its LNURL document names. */
    public Bytes32 nostrPubkey() {
        return key.publicKey();
    }

    /** What a payer signs: a zap of the person. Add an {@code e} or an {@code a} to zap an event. */
    public static TestEvents request(SecretKey payer, Bytes32 recipient, long msat, long at) {
        return TestEvents.ofKind(9734)
                .by(payer)
                .at(at)
                .tag("relays", "wss://relay.example")
                .tag("amount", Long.toString(msat))
                .tag("p", recipient.hex());
    }

    /** A zap of one event. */
    public static Event request(SecretKey payer, Bytes32 recipient, Bytes32 target, long msat, long at) {
        return request(payer, recipient, msat, at).tag("e", target.hex()).build();
    }

    /** The secret that is known once the invoice for {@code request} is paid. */
    public static Bytes32 preimage(Event request) {
        return Sha256.of(request.id().toBytes());
    }

    /** An invoice for a zap request, without what makes up its amount and time. */
    public static TestInvoice invoice(TestInvoice invoice, Event request) {
        return invoice.secret()
                .paymentHash(Sha256.of(preimage(request).toBytes()))
                .descriptionHash(Sha256.of(request.json()));
    }

    /** The invoice that a wallet makes for a zap request. */
    public static String invoice(Event request, long msat, long at) {
        return invoice(TestInvoice.of(msat, at), request).write();
    }

    /** The receipt for a zap request that was paid at {@code at}, half a minute after its invoice: all there is to check holds. */
    public Event receipt(Event request, long at) {
        long msat = Long.parseLong(request.firstValue("amount").orElseThrow());
        return receipt(request, invoice(request, msat, at - 30), at)
                .tag("preimage", preimage(request).hex())
                .build();
    }

    /** A receipt without a preimage, to be added to. */
    public TestEvents receipt(Event request, String invoice, long at) {
        TestEvents receipt = TestEvents.ofKind(9735).by(key).at(at);
        for (Tag tag : request.tags()) {
            if (tag.name().equals("p") || tag.name().equals("e") || tag.name().equals("a")) {
                receipt.tag(tag.elements().toArray(String[]::new));
            }
        }
        return receipt.tag("P", request.pubkey().hex())
                .tag("bolt11", invoice)
                .tag("description", new String(request.json(), StandardCharsets.UTF_8));
    }
}
