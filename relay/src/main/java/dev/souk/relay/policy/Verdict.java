package dev.souk.relay.policy;

import dev.souk.protocol.Reason;

/** What a policy says. */
public sealed interface Verdict {
    /** Nothing against it. */
    Verdict ACCEPT = new Accept();

    /** Nothing against it. */
    record Accept() implements Verdict {}

    /** It must not happen, and the client is told why. */
    record Reject(Reason reason) implements Verdict {}
}
