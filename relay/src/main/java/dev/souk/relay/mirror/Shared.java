package dev.souk.relay.mirror;

import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.MirrorsConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.negentropy.OwnSets;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.relay.transport.client.PeerNetwork;
import dev.souk.storage.EventStore;
import java.util.Optional;

/**
 * What all mirrors use. Thread-safe.
 *
 * @param key the relay's own, which proves to others who it is
 * @param privateKinds what is shown only to some goes to no other relay
 */
record Shared(
        RunningConfig config,
        EventStore store,
        RelayAccess access,
        OwnSets sets,
        PrivateKinds privateKinds,
        Optional<SecretKey> key,
        PeerNetwork network) {
    /** Of {@code retention.max_bytes}; a sweep leaves more than that. */
    private static final double FULL_SHARE = 0.9;

    MirrorsConfig settings() {
        return config.get().mirrors();
    }

    RelayConfig relay() {
        return config.get();
    }

    /** Unix seconds. */
    long now() {
        return access.clock().instant().getEpochSecond();
    }

    /** True when events that are fetched would soon push out those that were stored first. */
    boolean isNearlyFull() {
        long max = relay().retention().maxBytes();
        return max > 0 && store.statistics().eventBytes() > FULL_SHARE * max;
    }
}
