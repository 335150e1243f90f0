package dev.souk.relay.live;

import dev.souk.protocol.EventHeader;
import dev.souk.relay.outbound.EventPayload;

/**
 * An event on its way to those who listen.
 *
 * @param sequence its number in the store, or {@link #NOT_STORED}
 */
record LiveEvent(long sequence, EventHeader header, EventPayload payload) {
    /** Ephemeral events have no number and are news to everybody. */
    static final long NOT_STORED = Long.MAX_VALUE;
}
