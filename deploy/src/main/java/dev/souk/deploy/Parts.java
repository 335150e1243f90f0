package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.marketplace.Marketplace;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.Relay;
import dev.souk.relay.config.ManagementConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Policies;
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

    /** Starts the relay; with the marketplace when there is a key for it. */
    static RunningRelay startRelay(
            SoukConfig config,
            EventStore store,
            Optional<SecretKey> key,
            InstantSource clock,
            Consumer<String> onFailure) {
        Relay relay = Relay.start(
                withAuditFolder(config), store, extensions(config, key), clock, Version.current(), onFailure);
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

    /** Who called what is written beside the store, unless another place is named. */
    private static RelayConfig withAuditFolder(SoukConfig config) {
        ManagementConfig management = config.relay().management();
        return management.auditFolder().isPresent()
                ? config.relay()
                : config.relay()
                        .withManagement(
                                management.withAuditFolder(config.storage().path()));
    }

    /** What the operator of this store has decided. */
    static Moderation moderation(SoukConfig config, EventStore store) {
        return Moderation.open(
                store, config.relay().events(), config.relay().management().maxEntries());
    }

    private static List<RelayExtension> extensions(SoukConfig config, Optional<SecretKey> key) {
        String name = config.relay().info().name();
        return key.<RelayExtension>map(secret -> new Marketplace(config.market(), secret, name)).stream()
                .toList();
    }

    /** The vetoes of the extensions that the relay would have with this key. */
    static EventPolicy vetoes(SoukConfig config, Optional<SecretKey> key) {
        return new Policies(extensions(config, key).stream()
                .flatMap(extension -> extension.policies().stream())
                .toList());
    }

    /** What checks signatures here. */
    static Schnorr schnorr() {
        return Schnorr.best();
    }
}
