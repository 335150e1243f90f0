package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.deploy.transfer.Progress;
import dev.souk.marketplace.Marketplace;
import dev.souk.storage.EventStore;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code souk marketplace}. */
@Command(
        name = "marketplace",
        description = "Works on what the marketplace keeps.",
        footer = {
            "",
            "Examples:",
            "  souk marketplace rebuild                     after an upgrade that changed how jobs are judged",
            "  souk marketplace rebuild --data /srv/souk"
        })
final class MarketplaceCommand implements Runnable {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    MarketplaceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: rebuild");
    }

    @Command(
            name = "rebuild",
            description =
                    "Derives jobs, lists and statistics anew from the facts that are kept. The relay must not run on"
                            + " the same store. If it is cut off, the next start of the relay does it again.")
    int rebuild(@Mixin ConfigOptions options) {
        SoukConfig config =
                options.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        Path folder = config.storage().path();
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "there is no store in " + folder.toAbsolutePath()
                            + ": name its folder with --data or storage.path");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (EventStore store = surroundings.stores().open(config.storage(), surroundings.clock())) {
            long jobs = rebuild(config, store, err);
            err.println(String.format(Locale.ROOT, "rebuilt %,d jobs", jobs));
            err.flush();
            return ExitCode.OK;
        }
    }

    private long rebuild(SoukConfig config, EventStore store, PrintWriter err) {
        try (Progress progress = progress(err)) {
            return Marketplace.rebuild(
                    config.market(), store, surroundings.clock(), done -> progress.advance(done, done));
        }
    }

    private Progress progress(PrintWriter err) {
        return surroundings
                .terminal()
                .map(terminal -> Progress.bar("rebuild", OptionalLong.empty(), " jobs", 1, terminal))
                .orElseGet(() -> Progress.lines("rebuild", OptionalLong.empty(), surroundings.clock(), err));
    }
}
