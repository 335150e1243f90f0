package dev.souk.marketplace.bolt11;

import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an invoice says. It is read as evidence of a payment that somebody else made, not in order to pay it: the
 * signature is not checked, and what forbids a payer to pay is told in {@link #unpayable()}.
 *
 * @param network for which it is
 * @param msat what is to be paid, more than 0; nothing when the payer may choose
 * @param timestamp when it was made, Unix seconds
 * @param expirySeconds for how long it can be paid; {@link #DEFAULT_EXPIRY_SECONDS} unless it says
 * @param paymentHash the SHA-256 of the preimage
 * @param descriptionHash the SHA-256 of what is paid for
 * @param description what is paid for
 * @param payee the node's key where the invoice names it, 66 hex digits
 * @param unpayable why BOLT 11 forbids to pay it: {@code no-description}, {@code two-descriptions}, {@code no-secret} or
 *     {@code unknown-feature}; the first that holds
 */
public record Bolt11Invoice(
        Network network,
        OptionalLong msat,
        long timestamp,
        long expirySeconds,
        Bytes32 paymentHash,
        Optional<Bytes32> descriptionHash,
        Optional<String> description,
        Optional<String> payee,
        Optional<String> unpayable) {
    /** One hour. */
    public static final long DEFAULT_EXPIRY_SECONDS = 3_600;

    /** Longer ones are cut to this, some 34,000 years, so that no sum runs over. */
    public static final long MAX_EXPIRY_SECONDS = (1L << 40) - 1;

    /** The last second in which it can be paid. */
    public long expiresAt() {
        return timestamp + expirySeconds;
    }
}
