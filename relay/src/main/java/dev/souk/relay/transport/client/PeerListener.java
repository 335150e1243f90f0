package dev.souk.relay.transport.client;

/** Told what happens on a connection to another relay, on a netty thread, which it must not hold up. */
public interface PeerListener {
    /** A whole text message. Once it is dealt with {@link PeerSocket#consumed} has to be called. */
    void message(byte[] utf8);

    /** The connection has ended; called once, and last. */
    void ended(String why);
}
