package dev.souk.deploy.config;

import dev.souk.relay.config.BackupConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** {@code [backup]}. */
final class BackupSection extends Section<BackupConfig> {
    private final Setting<BackupConfig, Boolean> online = addForStart(
            "online",
            new TrueOrFalse(),
            BackupConfig::online,
            "Whether souk backup and souk verify work while the relay runs, by a socket that its owner alone may use.");
    private final Setting<BackupConfig, Optional<Path>> folder = addForStart(
            "folder",
            Text.ofLength(1, 1_000).orEmpty().as(text -> text.map(Path::of), path -> path.map(Path::toString)),
            BackupConfig::folder,
            "A folder on the file system of the events where each store has one for its socket and checkpoints; \"\" for storage.path.");
    private final Setting<BackupConfig, Integer> maxCheckpoints = add(
            "max_checkpoints",
            WholeNumber.ints(1, BackupConfig.MAX_CHECKPOINTS, "checkpoints"),
            BackupConfig::maxCheckpoints,
            "Commands that work on a checkpoint of the store at once; one more is refused.");
    private final Setting<BackupConfig, Duration> maxTime = add(
            "max_time",
            new Span(Duration.ofSeconds(1), Duration.ofDays(30)),
            BackupConfig::maxTime,
            "How long a command may keep its checkpoint; until then no file that is in it gives its space back.");

    BackupSection() {
        super(
                "backup",
                "How souk backup and souk verify get at the events while the relay runs.",
                BackupConfig.DEFAULT,
                config -> config.relay().backup());
    }

    @Override
    BackupConfig read(Values values) {
        return new BackupConfig(
                values.get(online), values.get(folder), values.get(maxCheckpoints), values.get(maxTime));
    }
}
