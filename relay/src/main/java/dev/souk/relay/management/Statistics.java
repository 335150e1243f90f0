package dev.souk.relay.management;

import dev.souk.protocol.JsonBytes;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.storage.EventStore;
import dev.souk.storage.StoreStatistics;

/** A few numbers about the relay, as other relays answer {@code stats}. */
record Statistics(EventStore store, RelayMetrics metrics) {
    byte[] json() {
        StoreStatistics stored = store.statistics();
        return new JsonBytes(128)
                .raw("{\"connections\":")
                .number(metrics.connections().get())
                .raw(",\"subscriptions\":")
                .number(metrics.subscriptions().get())
                .raw(",\"events\":")
                .number(stored.events())
                .raw(",\"bytes\":")
                .number(stored.diskBytes())
                .raw('}')
                .toBytes();
    }
}
