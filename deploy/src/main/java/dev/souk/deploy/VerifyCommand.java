package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.deploy.transfer.Progress;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.relay.backup.HeldCheckpoint;
import dev.souk.storage.rocksdb.Finding;
import dev.souk.storage.rocksdb.StoreCheck;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code souk verify}. */
@Command(
        name = "verify",
        description = {
            "Checks every block of every file, every event's id, signature and header, and every index entry both ways,"
                    + " whether or not the relay runs.",
            "--repair puts index entries right, which follow from the events; the relay must not run meanwhile. What else is"
                    + " wrong only a backup can mend: souk restore."
        },
        footer = {
            "",
            "Examples:",
            "  souk verify",
            "  souk verify --repair --data /srv/souk",
            "",
            "Exit codes: 0 nothing is wrong, or nothing any more; 1 something is; 2 the command line or the configuration",
            "is wrong."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int MAX_THREADS = 256;

    /** Findings that are named one by one; the rest is counted. */
    private static final int MAX_NAMED = 100;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--repair", description = "Puts index entries right.")
    private boolean isRepair;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that check; as many as there are processors unless given.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean isQuiet;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new ParameterException(spec.commandLine(), "--threads must be from 1 to " + MAX_THREADS);
        }
        SoukConfig loaded =
                config.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        StoreCheck.Report report = isRepair ? repair(loaded) : check(loaded);
        PrintWriter err = spec.commandLine().getErr();
        err.println(String.format(Locale.ROOT, "verified %,d events", report.events()));
        report.findings().forEach((kind, count) -> err.println(String.format(Locale.ROOT, "  %s: %,d", kind, count)));
        err.println(verdict(report));
        err.flush();
        return report.isSound() ? ExitCode.OK : ExitCode.FAILED;
    }

    private StoreCheck.Report check(SoukConfig loaded) throws InterruptedException {
        try (HeldCheckpoint checkpoint = Checkpoints.take(loaded, surroundings);
                StoreCheck check = StoreCheck.ofCheckpoint(loaded.storage().at(checkpoint.folder()), verifier())) {
            return run(check);
        }
    }

    private StoreCheck.Report repair(SoukConfig loaded) throws InterruptedException {
        Checkpoints.requireStore(loaded);
        try (StoreCheck check = StoreCheck.mending(loaded.storage(), verifier())) {
            return run(check);
        }
    }

    private static EventVerifier verifier() {
        return new EventVerifier(Parts.schnorr());
    }

    private static String verdict(StoreCheck.Report report) {
        if (report.findings().isEmpty()) {
            return "nothing is wrong";
        }
        if (report.isSound()) {
            return "all of it is put right";
        }
        boolean isMendable = report.findings().keySet().stream().allMatch(Finding.Kind::isMendable);
        return isMendable
                ? "stop the relay and run souk verify --repair to put this right"
                : "restore a backup to put this right (souk restore)";
    }

    private StoreCheck.Report run(StoreCheck check) throws InterruptedException {
        try (Progress progress = progress(check.sequence())) {
            return check.run(threads, new StoreCheck.Watcher() {
                private long found;

                @Override
                public void advance(long numbers, long events) {
                    progress.advance(numbers, events);
                }

                @Override
                public void found(Finding finding) {
                    found++;
                    if (found <= MAX_NAMED) {
                        progress.say(finding.kind() + ": " + finding.what());
                    } else if (found == MAX_NAMED + 1) {
                        progress.say("what else is wrong is counted only");
                    }
                }
            });
        }
    }

    private Progress progress(long sequence) {
        PrintWriter err = spec.commandLine().getErr();
        if (isQuiet) {
            return Progress.none(err);
        }
        OptionalLong total = OptionalLong.of(sequence);
        return surroundings
                .terminal()
                .map(terminal -> Progress.bar("verify", total, "", 1, terminal))
                .orElseGet(() -> Progress.lines("verify", total, surroundings.clock(), err));
    }
}
