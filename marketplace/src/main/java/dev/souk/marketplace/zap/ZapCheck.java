package dev.souk.marketplace.zap;

import dev.souk.marketplace.fact.PaymentProof;

/**
 * What is checked in a payment event, in this order. A check is named for what should hold; a proof lists those that do
 * not. The names are stored and published: never rename.
 *
 * <p>The level of a proof, as far as the event tells by itself:
 *
 * <ul>
 *   <li>0: a check that {@link #isRequired()} failed. It proves nothing and is never counted.
 *   <li>1: all of those hold. The payer signed that it wants to pay this recipient for this target.
 *   <li>2: as 1, and {@link #DESCRIPTION_HASH} holds: the invoice was made for this very zap request.
 *   <li>3: as 1, and {@link #PREIMAGE} holds: whoever made the invoice, or paid it, gave the preimage away.
 *   <li>4 is not for this package: as 1, and the recipient's own wallet signed the receipt.
 * </ul>
 *
 * <p>Level 3 does not ask for level 2: real wallets, the NIP's own example among them, give a right preimage for an
 * invoice whose description hash is another. Which of the two held is in the list, at level 0 too. Whoever makes its own invoice passes
 * all of 1 to 3, so that none of them is a payment; NIP-57 says so itself. The tag {@code P} is not looked at: the NIP
 * contradicts itself on it, and the signed zap request says who pays.
 */
public enum ZapCheck {
    /** The event is a zap receipt (9735); for {@link NutzapReader} a nutzap (9321). */
    KIND("kind", true),
    /** It has exactly one {@code p}, a public key. */
    ONE_RECIPIENT("one-recipient", true),
    /** It has at most one {@code e}, an event id, and at most one {@code a}, an address. */
    ONE_TARGET("one-target", true),
    /** It has a {@code bolt11} that is an invoice. */
    INVOICE("invoice", true),
    /** The invoice is for real money. */
    NETWORK("network", true),
    /** Its {@code description} is at most {@link ZapReceiptReader#MAX_REQUEST_BYTES} long. */
    REQUEST_SIZE("zap-request-size", true),
    /** The description is there, and an event. */
    REQUEST("zap-request", true),
    /** That event is a zap request (9734). */
    REQUEST_KIND("zap-request-kind", true),
    /** Its id is its hash. */
    REQUEST_ID("zap-request-id", true),
    /** Its signature is its author's. */
    REQUEST_SIGNATURE("zap-request-signature", true),
    /** It has exactly one {@code p}, the receipt's. */
    SAME_RECIPIENT("same-recipient", true),
    /** It has at most one {@code e}, and the receipt names no other. A receipt that leaves it out is lenient, not false. */
    SAME_TARGET("same-target", true),
    /** It has at most one {@code a}, and the receipt names no other. Old wallets leave it out. */
    SAME_ADDRESS("same-address", true),
    /** When it has an {@code amount}, the invoice is about that much. */
    SAME_AMOUNT("same-amount", true),
    /** A nutzap's proofs can be read, and are within bounds. */
    PROOFS("proofs", true),

    /** The payer gives its name: the zap request has no {@code anon} tag, and so is not signed by a throw-away key. */
    PAYER_NAMED("payer-named", false),
    /** Somewhere it says how much, in bitcoin. */
    AMOUNT_KNOWN("amount-known", false),
    /** BOLT 11 lets a payer pay the invoice. */
    INVOICE_PAYABLE("invoice-payable", false),
    /** The receipt was not made before the invoice, give or take ten minutes. */
    NOT_BEFORE_INVOICE("not-before-invoice", false),
    /** The receipt was not made after the invoice had expired, give or take ten minutes. */
    NOT_AFTER_EXPIRY("not-after-expiry", false),
    /** The invoice's description hash is the SHA-256 of the description, byte for byte. */
    DESCRIPTION_HASH("description-hash", false),
    /** A preimage is given. */
    PREIMAGE_GIVEN("preimage-given", false),
    /** Its SHA-256 is the payment hash. Not made when {@link #PREIMAGE_GIVEN} fails. */
    PREIMAGE("preimage", false),
    /**
     * When the zap request says where the recipient is paid ({@code lnurl}), it is where the recipient's profile says. Not
     * made by the readers of this package: who is paid where is known to whoever asks wallets. When it fails level 4 is out
     * of reach, though the wallet signed.
     */
    SAME_LNURL(PaymentProof.SAME_LNURL, false);

    private final String wire;
    private final boolean isRequired;

    ZapCheck(String wire, boolean isRequired) {
        this.wire = wire;
        this.isRequired = isRequired;
    }

    /** As it stands in tables and documents. */
    public String wire() {
        return wire;
    }

    /** True when failing it means level 0. */
    public boolean isRequired() {
        return isRequired;
    }
}
