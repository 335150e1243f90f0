package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.relay.backup.HeldCheckpoint;
import dev.souk.storage.rocksdb.Backups;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk backup}. */
@Command(
        name = "backup",
        description = {
            "Adds a backup of all that the relay keeps to those in a folder, whether or not the relay runs: events, what was"
                    + " deleted and banned, members, the market. Files that are in an earlier backup are not copied again.",
            "Not in it: the relay's key, unless --with-key; the search index, which is built anew; audit.jsonl."
        },
        footer = {
            "",
            "Examples:",
            "  souk backup /mnt/backup/souk                        now; from cron or a systemd timer, for instance",
            "  souk backup --keep 14 --max-rate 20 /mnt/backup/souk",
            "  souk backup --list /mnt/backup/souk"
        })
final class BackupCommand implements Callable<Integer> {
    private static final int MAX_KEPT = 100_000;
    private static final long MEGABYTE = 1_000_000;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Parameters(paramLabel = "FOLDER", description = "Where the backups are; created when it is not there.")
    private Path folder = Path.of("");

    @Option(names = "--keep", paramLabel = "N", description = "Then deletes all but the newest N backups.")
    private Optional<Integer> keep = Optional.empty();

    @Option(
            names = "--max-rate",
            paramLabel = "MB",
            description = "Copies at most so many megabytes a second; 0 for as fast as it goes.")
    private int maxRate;

    @Option(
            names = "--with-key",
            description =
                    "Copies the relay's secret key as well, readable for its owner only. Mind who reads the folder.")
    private boolean isWithKey;

    @Option(names = "--list", description = "Only shows which backups there are.")
    private boolean isList;

    BackupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (maxRate < 0 || keep.orElse(1) < 1 || keep.orElse(1) > MAX_KEPT) {
            throw new ParameterException(
                    spec.commandLine(), "--max-rate is not negative, and --keep from 1 to " + MAX_KEPT);
        }
        if (isList) {
            return list(spec.commandLine().getOut());
        }
        SoukConfig loaded =
                config.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        PrintWriter err = spec.commandLine().getErr();
        try (Backups backups = Backups.open(folder, maxRate * MEGABYTE);
                HeldCheckpoint checkpoint = Checkpoints.take(loaded, surroundings)) {
            Backups.Backup made = backups.add(loaded.storage().at(checkpoint.folder()));
            keep.ifPresent(backups::keep);
            if (isWithKey) {
                KeyCopy.save(loaded, folder)
                        .ifPresent(older ->
                                err.println("WARNING: the backups held another key, which is now in " + older));
            }
            checkpoint.backedUp();
            err.println(described(made));
            err.flush();
            return ExitCode.OK;
        }
    }

    private int list(PrintWriter out) {
        try (Backups backups = Backups.open(folder, 0)) {
            backups.all().forEach(backup -> out.println(described(backup)));
            out.flush();
            return ExitCode.OK;
        }
    }

    static String described(Backups.Backup backup) {
        return String.format(
                Locale.ROOT,
                "backup %d of %s, up to change %,d, %,d MB",
                backup.number(),
                backup.madeAt(),
                backup.sequence(),
                backup.bytes() / MEGABYTE);
    }
}
