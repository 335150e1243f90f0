package dev.souk.relay.ingest;

import dev.souk.protocol.Reason;

/** What a {@link Sifter} says of an event. */
public sealed interface Ruling {
    /** It is published. */
    Ruling ACCEPT = new Accept();

    /** Its client is told that it was accepted, and that is all. */
    Ruling PRETEND = new Pretend();

    /** It is published. */
    record Accept() implements Ruling {}

    /** It is refused. */
    record Refuse(Reason reason) implements Ruling {}

    /** Its client is told that it was accepted, and that is all. */
    record Pretend() implements Ruling {}
}
