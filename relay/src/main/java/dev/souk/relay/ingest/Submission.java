package dev.souk.relay.ingest;

import dev.souk.protocol.Event;
import dev.souk.relay.policy.Caller;

/** An event that somebody wants to have published, and where the answer goes. */
record Submission(Event event, Caller caller, Receipt receipt) {}
