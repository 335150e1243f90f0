package dev.souk.relay.outbound;

import dev.souk.protocol.RelayMessage;
import java.util.function.BooleanSupplier;

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
     * @param isCancelled asked on the outlet's thread, when it is about to be written: true when the subscription has
     *     ended meanwhile, and another may have its id
     */
    record Delivery(Connection to, byte[] head, EventPayload event, BooleanSupplier isCancelled) implements Parcel {}

    /** Something to be done on the outlet's thread once the parcels before it are written. */
    record Callback(Connection to, Runnable action) implements Parcel {}
}
