package dev.souk.relay.ingest;

import dev.souk.protocol.Event;
import dev.souk.relay.policy.Caller;

/**
 * An event that somebody wants to have published, and where the answer goes.
 *
 * @param sinceNanos when it came in
 */
record Submission(Event event, Caller caller, Purpose purpose, Receipt receipt, long sinceNanos) {
    Submission(Event event, Caller caller, Purpose purpose, Receipt receipt) {
        this(event, caller, purpose, receipt, System.nanoTime());
    }

    /** What is to become of the event. */
    enum Purpose {
        /** It is to be published. */
        PUBLISH,
        /** It is to be published, and its signature needs no check. */
        PUBLISH_OWN,
        /** It proves who a client is (NIP-42), and goes no further. */
        PROVE
    }
}
