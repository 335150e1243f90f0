package dev.souk.protocol.crypto;

/** What checking an event found. */
public enum Verification {
    /** The id is the event's hash, and the signature is its author's. */
    VALID,
    /** The id is not the event's hash; the signature was not looked at. */
    WRONG_ID,
    /** The signature is not its author's. */
    WRONG_SIGNATURE
}
