package dev.souk.deploy;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.SoukConfig;
import dev.souk.storage.EventStore;
import dev.souk.storage.StoreStatistics;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
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
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Guarded by this: whether some thread has begun to close. */
    private boolean isClosing;

    private RelayProcess(EventStore store, RunningRelay relay) {
        this.store = store;
        this.relay = relay;
    }

    /** Opens the store, starts the relay and says on {@code out} where everything is. When it returns, clients may come. */
    static RelayProcess start(ConfigOutcome.Usable usable, Surroundings surroundings, PrintWriter out) {
        SoukConfig config = usable.config();
        out.println("Souk " + Version.current() + " on Java " + Version.java());
        out.println("config      " + usable.file().map(Object::toString).orElse("built-in defaults"));
        EventStore store = surroundings.stores().open(config.storage(), surroundings.clock());
        try {
            out.println(describe(store, config));
            out.println("signatures  " + Parts.cryptoName());
            RunningRelay relay = surroundings.relays().start(config.relay(), store, surroundings.clock());
            out.println("listening   ws://" + authority(relay.address()));
            relay.monitoringAddress()
                    .ifPresent(address ->
                            out.println("monitoring  http://" + authority(address) + "/metrics and /health"));
            out.flush();
            LOG.info("event=started address={} sequence={}", authority(relay.address()), store.sequence());
            return new RelayProcess(store, relay);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Waits until the process is closed. */
    void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** Stops the relay, then closes the store; a second caller waits for the first. */
    @Override
    public void close() {
        if (isFirstToClose()) {
            LOG.info("event=stopping");
            try (store) {
                relay.close();
            } finally {
                closed.countDown();
            }
            LOG.info("event=stopped");
        }
    }

    private synchronized boolean isFirstToClose() {
        boolean isFirst = !isClosing;
        isClosing = true;
        return isFirst;
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
