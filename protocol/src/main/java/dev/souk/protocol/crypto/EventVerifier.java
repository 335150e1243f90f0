package dev.souk.protocol.crypto;

import dev.souk.protocol.Event;

/** Checks that events are what they say (NIP-01). Thread-safe; pure work, about 50 us, nearly all for the signature. */
public final class EventVerifier {
    private final Schnorr schnorr;

    public EventVerifier(Schnorr schnorr) {
        this.schnorr = schnorr;
    }

    /** Checks the id, and if it is right the signature. */
    public Verification verify(Event event) {
        if (!hasRightId(event)) {
            return Verification.WRONG_ID;
        }
        return hasRightSignature(event) ? Verification.VALID : Verification.WRONG_SIGNATURE;
    }

    /** True when the id is the hash of the event. About 1 us. */
    public boolean hasRightId(Event event) {
        return event.computeId().equals(event.id());
    }

    /** True when the signature of the id is the author's. */
    public boolean hasRightSignature(Event event) {
        return schnorr.verify(
                event.sig().toBytes(), event.id().toBytes(), event.pubkey().toBytes());
    }
}
