package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.relay.backup.HeldCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where commands get at the events that a relay may be serving. */
final class Checkpoints {
    private Checkpoints() {}

    /** A checkpoint of the store of this configuration, from the relay that runs on it, or else made here. */
    static HeldCheckpoint take(SoukConfig config, Surroundings surroundings) {
        requireStore(config);
        return HeldCheckpoint.take(
                config.relay().backup().folder().orElse(config.storage().path()),
                () -> surroundings.stores().open(config.storage(), surroundings.clock()));
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
