package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksConfig;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the commands work with, so that tests can give them something else.
 *
 * @param environment the variables of the process
 * @param folder the working folder
 * @param in what is piped in
 * @param out where results go; diagnostics go to picocli's error writer
 * @param terminal where a person watches the diagnostics, if one does
 */
record Surroundings(
        StoreOpener stores,
        RelayStarter relays,
        InstantSource clock,
        Map<String, String> environment,
        Path folder,
        InputStream in,
        OutputStream out,
        Optional<PrintStream> terminal) {
    /** Opens a store. */
    interface StoreOpener {
        EventStore open(RocksConfig config, InstantSource clock);
    }

    /** Starts a relay on a store, which stays the caller's to close. */
    interface RelayStarter {
        /**
         * Starts it.
         *
         * @param key the relay's own; nothing when nothing needs one
         * @param onFailure told, at most once, that the relay can no longer do its work
         */
        RunningRelay start(
                SoukConfig config,
                EventStore store,
                Optional<SecretKey> key,
                InstantSource clock,
                Consumer<String> onFailure);
    }
}
