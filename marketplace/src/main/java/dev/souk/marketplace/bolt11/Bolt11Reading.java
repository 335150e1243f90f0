package dev.souk.marketplace.bolt11;

/** What reading a text as an invoice came to. */
public sealed interface Bolt11Reading {
    /** It is one. */
    record Read(Bolt11Invoice invoice) implements Bolt11Reading {}

    /**
     * It is none.
     *
     * @param reason one of {@link dev.souk.protocol.Bech32.Outcome.Refused}'s, or {@code not-an-invoice}, {@code unknown-network},
     *     {@code bad-amount}, {@code broken-field}, {@code no-payment-hash}: never the text itself
     */
    record Refused(String reason) implements Bolt11Reading {}
}
