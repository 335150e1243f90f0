package dev.souk.deploy;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.SoukConfig;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.metrics.Health;
import dev.souk.storage.EventStore;
import dev.souk.storage.StoreStatistics;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay process, wired by hand: configuration, store, relay, and back in the opposite order. Started by one thread;
 * may be closed by any, once or more often.
 */
final class RelayProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayProcess.class);

    private final EventStore store;
    private final RunningRelay relay;

    /** Completed once: with what failed, or with nothing when the process was closed. */
    private final CompletableFuture<Optional<String>> end;

    /** Guarded by this. */
    private boolean isClosed;

    private RelayProcess(EventStore store, RunningRelay relay, CompletableFuture<Optional<String>> end) {
        this.store = store;
        this.relay = relay;
        this.end = end;
    }

    /** Opens the store, starts the relay and says on {@code out} where everything is. When it returns, clients may come. */
    static RelayProcess start(ConfigOutcome.Usable usable, Surroundings surroundings, PrintWriter out) {
        SoukConfig config = usable.config();
        out.println("Souk " + Version.current() + " on Java " + Version.java());
        out.println("config      " + usable.file().map(Object::toString).orElse("built-in defaults"));
        EventStore store = surroundings.stores().open(config.storage(), surroundings.clock());
        try {
            out.println(describe(store, config));
            out.println("signatures  " + Parts.schnorr().name());
            Optional<SecretKey> key = key(config, surroundings, out);
            CompletableFuture<Optional<String>> end = new CompletableFuture<>();
            RunningRelay relay = surroundings
                    .relays()
                    .start(config, store, key, surroundings.clock(), what -> end.complete(Optional.of(what)));
            out.println("listening   " + (config.relay().server().isTls() ? "wss://" : "ws://")
                    + authority(relay.address()));
            relay.monitoringAddress()
                    .ifPresent(address ->
                            out.println("monitoring  http://" + authority(address) + "/metrics and /health"));
            out.flush();
            LOG.info("event=started listening={} sequence={}", authority(relay.address()), store.sequence());
            return new RelayProcess(store, relay, end);
        } catch (RuntimeException e) {
            out.flush();
            store.close();
            throw e;
        }
    }

    RunningRelay relay() {
        return relay;
    }

    /** The relay's own key, if it needs one; only its public half is ever told. */
    private static Optional<SecretKey> key(SoukConfig config, Surroundings surroundings, PrintWriter out) {
        if (!Parts.needKey(config)) {
            return Optional.empty();
        }
        SecretKey key = RelayKey.of(config, surroundings.environment());
        out.println("public key  " + key.publicKey());
        LOG.info("event=relay-key pubkey={}", key.publicKey());
        return Optional.of(key);
    }

    /** How it is. */
    ServiceManager.Vitals vitals() {
        Health health = relay.health();
        return new ServiceManager.Vitals(health.problem(), health.dead().isPresent());
    }

    /** Goes on with these settings. */
    void apply(SoukConfig config) {
        Logging.show(config.log());
        relay.apply(config);
    }

    /** Waits until the process is closed, or the relay cannot go on; then this says why, and the process is to be closed. */
    Optional<String> awaitEnd() {
        return end.join();
    }

    /**
     * Stops the relay, then closes the store. A second caller waits for the first, as the shutdown hook must; therefore
     * the lock is held throughout.
     */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        LOG.info("event=stopping");
        try (store) {
            relay.close();
        } finally {
            end.complete(Optional.empty());
        }
        LOG.info("event=stopped");
    }

    private static String describe(EventStore store, SoukConfig config) {
        StoreStatistics statistics = store.statistics();
        return String.format(
                Locale.ROOT,
                "store       %s, durability %s, %,d events, %,d MiB",
                config.storage().path().toAbsolutePath().normalize(),
                config.storage().durability().name().toLowerCase(Locale.ROOT),
                statistics.events(),
                statistics.diskBytes() >> 20);
    }

    private static String authority(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
