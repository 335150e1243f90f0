package dev.souk.relay.outbound;

import dev.souk.protocol.RelayMessage;

/** Something on its way to one connection. */
public sealed interface Parcel {
    Connection to();

    /** A message that only this connection gets. */
    record Message(Connection to, byte[] json) implements Parcel {
        public Message(Connection to, RelayMessage message) {
            this(to, message.json());
        }
    }

    /**
     * An event for a subscription.
     *
     * @param head the bytes before the event; see {@link RelayMessage.Deliver#head}
     */
    record Delivery(Connection to, byte[] head, EventPayload event) implements Parcel {}

    /** Something to be done on the outlet's thread once the parcels before it are written. */
    record Callback(Connection to, Runnable action) implements Parcel {}
}
