package dev.souk.relay.ingest;

import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.outbound.OutboundBatch;

/** Where the answer to a published event goes. Called once, on a verify thread, the writer's or a sifter's; must not block. */
@FunctionalInterface
public interface Receipt {
    /**
     * The answer.
     *
     * @param out where a client's receipt puts its parcel, so that many answers leave together
     */
    void answer(Ok ok, OutboundBatch out);
}
