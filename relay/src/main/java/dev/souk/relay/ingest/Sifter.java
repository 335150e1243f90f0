package dev.souk.relay.ingest;

import dev.souk.protocol.Event;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.policy.Caller;

/**
 * Has the last word on an event before it is written, and takes its time for it: no thread of the relay waits. Asked about
 * what is new, signed rightly, and refused by nobody else. Thread-safe.
 */
public interface Sifter extends AutoCloseable {
    /** Whether it has anything to say about this event; what it has not goes on at once. */
    boolean asks(Event event, Caller caller);

    /**
     * Takes in an event that it {@link #asks} for. The asker is told once: on a thread of the sifter, or before this returns
     * when it cannot take the event in.
     *
     * @param out for who is told before this returns
     */
    void ask(Event event, Caller caller, Asker asker, OutboundBatch out) throws InterruptedException;

    /** Begins to answer. */
    void start();

    /** Ends, when everybody who asked has been told. Nobody asks any more. */
    @Override
    void close();

    /** Who waits for the ruling. May wait for the writer, and for nothing else. */
    @FunctionalInterface
    interface Asker {
        void told(Ruling ruling, OutboundBatch out) throws InterruptedException;
    }
}
