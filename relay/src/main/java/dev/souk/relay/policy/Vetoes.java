package dev.souk.relay.policy;

/**
 * What is asked of every event that somebody wants to publish.
 *
 * @param onClaims before the signature is checked: its author may be anybody
 * @param onProof behind that, when the author and the id are certain and the event is new; what is counted for an author
 *     belongs here, as nobody else can run it up
 */
public record Vetoes(EventPolicy onClaims, EventPolicy onProof) {}
