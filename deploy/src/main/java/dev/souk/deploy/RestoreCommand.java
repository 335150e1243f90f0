package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.storage.rocksdb.Backups;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk restore}. */
@Command(
        name = "restore",
        description = {
            "Makes the store of a backup where there is none. Every file is checked against the sum that was taken when it"
                    + " was backed up.",
            "What was deleted, banned or vanished since the backup was made is back: take the newest one."
        },
        footer = {
            "",
            "Examples:",
            "  mv souk-data souk-data.broken && souk restore /mnt/backup/souk && souk verify",
            "  souk restore --number 7 --data /srv/try /mnt/backup/souk"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Parameters(paramLabel = "FOLDER", description = "Where the backups are.")
    private Path folder = Path.of("");

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "Which backup, as --list shows it; the newest if not given.")
    private Optional<Integer> number = Optional.empty();

    RestoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        SoukConfig loaded =
                config.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(ExitCode.FAILED, "there is no folder " + folder.toAbsolutePath());
        }
        PrintWriter err = spec.commandLine().getErr();
        try (Backups backups = Backups.open(folder, 0)) {
            Backups.Backup chosen = chosen(backups.all());
            backups.restore(chosen.number(), loaded.storage().path());
            err.println("restored " + BackupCommand.described(chosen));
            if (KeyCopy.restore(loaded, folder)) {
                err.println("restored the relay's key");
            } else if (Parts.needKey(loaded) && Files.notExists(RelayKey.file(loaded))) {
                err.println("WARNING: the backup holds no key: put your copy at " + RelayKey.file(loaded)
                        + " before the start, or the relay makes a new one and is somebody else to its clients");
            }
            err.flush();
            return ExitCode.OK;
        }
    }

    private Backups.Backup chosen(List<Backups.Backup> all) {
        return all.stream()
                .filter(backup -> number.isEmpty() || number.get().equals(backup.number()))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        number.isEmpty()
                                ? "there is no backup in " + folder.toAbsolutePath()
                                : "there is no backup " + number.get() + " in " + folder.toAbsolutePath()
                                        + ": souk backup --list shows which there are"));
    }
}
