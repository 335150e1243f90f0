package dev.souk.protocol;

/** What a relay says (NIP-01, From relay to client), as a client reads it. */
public sealed interface Answer {
    /** An event of a subscription; well-formed, its id and signature not checked. */
    record Delivered(String subscription, Event event) implements Answer {}

    /** Whether an event was taken. */
    record Ok(Bytes32 event, boolean isAccepted, String message) implements Answer {}

    /** All stored events of a subscription have come. */
    record EndOfStored(String subscription) implements Answer {}

    /** A subscription is over. */
    record Closed(String subscription, String message) implements Answer {}

    /** A word for people. */
    record Notice(String message) implements Answer {}

    /** A message of a reconciliation (NIP-77). */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record NegMessage(String subscription, byte[] message) implements Answer {}

    /** A reconciliation is over (NIP-77). */
    record NegError(String subscription, String reason) implements Answer {}

    /** What a client signs to prove who it is (NIP-42). */
    record Challenge(String challenge) implements Answer {}

    /** Anything else, or what is no message at all. */
    record Other() implements Answer {}
}
