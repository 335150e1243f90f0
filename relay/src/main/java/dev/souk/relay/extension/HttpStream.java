package dev.souk.relay.extension;

/** The open end of a {@link HttpRoute.Reply.Stream}. Thread-safe; no method waits. */
public interface HttpStream {
    /**
     * Sends these bytes behind what was sent before. Of server-sent events it should be whole ones, since the relay may
     * put a comment in between.
     *
     * @param bytes handed over, not to be changed
     * @return false when the stream has ended. It ends, without these bytes, when more than {@code max_outbound_bytes}
     *     wait to be read by the client; it also ends when nothing of what waits moves for {@code stall_timeout}.
     */
    boolean send(byte[] bytes);

    /** Ends the stream once everything that was sent is on its way. */
    void close();

    /**
     * Has {@code action} run once the stream has ended, whoever ended it; at once when it has already. It runs on a thread
     * of the relay that must not be held up.
     */
    void onClose(Runnable action);
}
