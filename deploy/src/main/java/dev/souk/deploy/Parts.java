package dev.souk.deploy;

import dev.souk.marketplace.Marketplace;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.relay.Relay;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The parts that the process is made of; the one place that names the store, the relay and its extensions. */
final class Parts {
    private Parts() {}

    /** Opens the store in RocksDB. */
    static Surroundings.StoreOpener stores() {
        return RocksEventStore::open;
    }

    /** Starts the relay with all its extensions. When it can no longer do its work, the process ends. */
    static Surroundings.RelayStarter relays() {
        return (config, store, clock) -> new Running(Relay.start(
                config, store, List.of(new Marketplace()), clock, Version.current(), failure -> exitSoon()));
    }

    /** On a thread of its own, as the one that failed may be one that the shutdown waits for. */
    private static void exitSoon() {
        new Thread(() -> System.exit(ExitCode.FAILED), "exit").start();
    }

    /** What checks signatures here. */
    static String cryptoName() {
        return Schnorr.best().name();
    }

    private record Running(Relay relay) implements RunningRelay {
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
    }
}
