package dev.souk.deploy;

import dev.souk.marketplace.Marketplace;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.relay.Relay;
import dev.souk.relay.config.RelayConfig;
import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksConfig;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The parts that the process is made of; the one place that names the store, the relay and its extensions. */
final class Parts {
    private Parts() {}

    /** Opens the store in RocksDB. */
    static EventStore openStore(RocksConfig config, InstantSource clock) {
        return RocksEventStore.open(config, clock);
    }

    /** Starts the relay with all its extensions. */
    static RunningRelay startRelay(
            RelayConfig config, EventStore store, InstantSource clock, Consumer<String> onFailure) {
        Relay relay = Relay.start(config, store, List.of(new Marketplace()), clock, Version.current(), onFailure);
        return new RunningRelay() {
            @Override
            public InetSocketAddress address() {
                return relay.address();
            }

            @Override
            public Optional<InetSocketAddress> monitoringAddress() {
                return relay.monitoringAddress();
            }

            @Override
            public void close() {
                relay.close();
            }
        };
    }

    /** What checks signatures here. */
    static Schnorr schnorr() {
        return Schnorr.best();
    }
}
