package dev.souk.marketplace.dialect;

import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads invoices that stand beside a price. Pure; never throws, whatever the text is and however long. */
@FunctionalInterface
public interface Invoices {
    /** The invoice that {@code bolt11} spells, if it is one for real bitcoin. */
    Optional<Invoice> read(String bolt11);

    /**
     * What counts of an invoice.
     *
     * @param msat what is to be paid; nothing when the payer may choose
     * @param paymentHash what a payment of it can be known by
     */
    record Invoice(OptionalLong msat, Bytes32 paymentHash) {}
}
