package dev.souk.relay.replay;

/** A number that grows while the store is searched. Owned by whoever searches. */
interface Tally extends AutoCloseable {
    /** Goes on for a small piece; true when everything is counted. */
    boolean advance();

    /** What that cost so far, in index rows. */
    long work();

    /** The events counted; about how many there are, when not everything is counted. */
    long events();

    /** Lets go of memory before a wait. */
    void suspend();

    @Override
    void close();
}
