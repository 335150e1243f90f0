package dev.souk.marketplace.zap;

import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a zap receipt or a nutzap says. At level 0 recipient, target and address are what its author claims; from level 1
 * on the payer has signed them.
 *
 * @param request the zap request's id: a wallet makes one receipt for it. Nothing unless its signature is right, and for
 *     a nutzap
 * @param payer who signed the zap request, or the nutzap; nothing unless the signature is right
 * @param recipient who is paid
 * @param target the event that is paid for ({@code e})
 * @param address the addressable event that is paid for ({@code a})
 * @param proof what it proves, level 0 to 3; it is counted until another receipt is known to say the same
 * @param lnurl where the zap request says the recipient is paid, at most {@link #MAX_LNURL} characters
 * @param requestedAt when the payer signed, Unix seconds
 */
public record ZapReceipt(
        Optional<Bytes32> request,
        Optional<Bytes32> payer,
        Optional<Bytes32> recipient,
        Optional<Bytes32> target,
        Optional<String> address,
        PaymentProof proof,
        Optional<String> lnurl,
        OptionalLong requestedAt) {
    /** A longer {@code lnurl} tag is not kept. */
    public static final int MAX_LNURL = 2_048;
}
