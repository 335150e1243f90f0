package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.marketplace.Marketplace;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.Relay;
import dev.souk.relay.config.ManagementConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.extension.OwnKey;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.info.Identity;
import dev.souk.relay.members.Members;
import dev.souk.relay.members.Membership;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.mirror.Mirrors;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Policies;
import dev.souk.relay.retention.Retention;
import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksConfig;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The parts that the process is made of; the one place that names the store, the relay and its extensions. */
final class Parts {
    private Parts() {}

    /** Opens the store in RocksDB. */
    static EventStore openStore(RocksConfig config, InstantSource clock) {
        return RocksEventStore.open(config, clock);
    }

    /** Starts the relay, with all that is to be on; what speaks in its name needs its key. */
    static RunningRelay startRelay(
            SoukConfig config,
            EventStore store,
            Optional<SecretKey> key,
            InstantSource clock,
            Consumer<String> onFailure) {
        RunningConfig running = new RunningConfig(besideTheStore(config));
        Relay relay = Relay.start(
                running, store, extensions(config, running, store, key, clock), clock, Version.current(), onFailure);
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
            public Health health() {
                return relay.health();
            }

            @Override
            public void apply(SoukConfig next) {
                running.replace(besideTheStore(next));
            }

            @Override
            public void close() {
                relay.close();
            }
        };
    }

    /** The settings, with places in the store's folder for what is kept beside it and has no place yet. */
    private static RelayConfig besideTheStore(SoukConfig config) {
        Path folder = config.storage().path();
        RelayConfig relay = config.relay();
        ManagementConfig management = relay.management();
        return relay.withSearch(relay.search().in(folder.resolve("search")))
                .withBackup(relay.backup().in(Checkpoints.place(config)))
                .withManagement(management.auditFolder().isPresent() ? management : management.withAuditFolder(folder));
    }

    /** What the operator of this store has decided. */
    static Moderation moderation(SoukConfig config, EventStore store) {
        return Moderation.open(store, new RunningConfig(config.relay()));
    }

    /** What this configuration says of how long the events of this store are kept. */
    static Retention retention(SoukConfig config, EventStore store, Surroundings surroundings) {
        Members members = Members.open(
                store.table("members.list"),
                surroundings.clock(),
                () -> config.relay().members().maxMembers());
        Optional<Bytes32> self = needKey(config)
                ? RelayKey.existing(config, surroundings.environment()).map(SecretKey::publicKey)
                : Optional.empty();
        return new Retention(
                () -> config.relay().retention(),
                members.orAmong(config.relay().members()::operators),
                self,
                surroundings.clock());
    }

    /** True when something speaks in the relay's name. */
    static boolean needKey(SoukConfig config) {
        return config.market().enabled() || config.relay().members().closed();
    }

    private static List<RelayExtension> extensions(
            SoukConfig config, RunningConfig running, EventStore store, Optional<SecretKey> key, InstantSource clock) {
        List<RelayExtension> speakers = new ArrayList<>();
        if (key.isPresent() && config.relay().members().closed()) {
            Members members = Members.open(
                    store.table("members.list"),
                    clock,
                    () -> running.get().members().maxMembers());
            speakers.add(new Membership(running, members, key.get(), clock));
        }
        if (key.isPresent() && config.market().enabled()) {
            String name = Identity.open(store, running.part(RelayConfig::info))
                    .current()
                    .name();
            speakers.add(new Marketplace(config.market(), key.get(), name));
        }
        Set<String> names = speakers.stream().map(RelayExtension::name).collect(Collectors.toSet());
        List<RelayExtension> all = new ArrayList<>(speakers);
        key.ifPresent(secret -> all.add(0, new OwnKey(secret.publicKey(), names)));
        all.add(new Mirrors(running, store, key));
        return all;
    }

    /** What nobody but the relay may publish, if this is its key. */
    static EventPolicy vetoes(Optional<SecretKey> key) {
        return new Policies(key.<EventPolicy>map(secret -> new OwnKey(secret.publicKey(), Set.of())).stream()
                .toList());
    }

    /** What checks signatures here. */
    static Schnorr schnorr() {
        return Schnorr.best();
    }
}
