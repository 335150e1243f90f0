package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.protocol.Sha256;
import dev.souk.relay.backup.HeldCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where commands get at the events that a relay may be serving. */
final class Checkpoints {
    private static final int NAME_DIGITS = 16;

    private Checkpoints() {}

    /** A checkpoint of the store of this configuration, from the relay that runs on it, or else made here. */
    static HeldCheckpoint take(SoukConfig config, Surroundings surroundings) {
        requireStore(config);
        return HeldCheckpoint.take(
                place(config), () -> surroundings.stores().open(config.storage(), surroundings.clock()));
    }

    /**
     * Where the door of the relay on this store is: in the store's own folder, or in one of its own in {@code backup.folder}, so that
     * no command gets another store than it names, and no relay takes another's door away.
     */
    static Path place(SoukConfig config) {
        Path store = config.storage().path();
        return config.relay()
                .backup()
                .folder()
                .map(shared -> shared.resolve(nameOf(store)))
                .orElse(store);
    }

    /** Short, as the path of a socket must be. */
    private static String nameOf(Path store) {
        try {
            byte[] path = store.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
            return Sha256.of(path).hex().substring(0, NAME_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses to work on a store that is not there, which would make one. */
    static void requireStore(SoukConfig config) {
        Path folder = config.storage().path();
        if (Files.notExists(folder.resolve("CURRENT"))) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "there is no store in " + folder.toAbsolutePath()
                            + ": name its folder with --data or storage.path");
        }
    }
}
