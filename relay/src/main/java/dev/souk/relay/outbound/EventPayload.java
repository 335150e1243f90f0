package dev.souk.relay.outbound;

import org.jspecify.annotations.Nullable;

/**
 * One event's JSON, shared by all who get it; compressed at most once, when the first of them wants it compressed.
 * Thread-safe: a race compresses twice, with equal results.
 */
public final class EventPayload {
    private final byte[] json;
    private volatile byte @Nullable [] deflated;

    public EventPayload(byte[] json) {
        this.json = json;
    }

    /** The event as JSON; not to be modified. */
    public byte[] json() {
        return json;
    }

    /** The event and the bracket that closes its message, as deflate blocks that end on a byte boundary. */
    public byte[] deflated() {
        byte[] known = deflated;
        if (known == null) {
            known = Deflate.blocks(json, ']');
            deflated = known;
        }
        return known;
    }
}
