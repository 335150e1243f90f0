package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.deploy.transfer.Exporter;
import dev.souk.deploy.transfer.OutputFile;
import dev.souk.deploy.transfer.Progress;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk export}. */
@Command(
        name = "export",
        description = {
            "Writes stored events as JSON Lines: all of them in the order they were stored, or those that match, newest"
                    + " first. What has expired is left out. The relay must not run on the same store."
        },
        footer = {
            "",
            "Examples:",
            "  souk export backup.jsonl.gz                     everything, gzipped as the name says",
            "  souk export --kinds 1,7 --since 2026-01-01 -    to standard output",
            "  souk export --filter '{\"#t\":[\"nostr\"],\"limit\":100}'"
        })
final class ExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file; standard output when - or left out.")
    private String file = "-";

    @Option(names = "--quiet", description = "Shows no progress.")
    private boolean isQuiet;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        List<Filter> filters = filter.read(spec.commandLine());
        SoukConfig loaded =
                config.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        PrintWriter err = spec.commandLine().getErr();
        Path folder = loaded.storage().path();
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "there is no store in " + folder.toAbsolutePath()
                            + ": name its folder with --data or storage.path");
        }
        try (EventStore store = surroundings.stores().open(loaded.storage(), surroundings.clock());
                OutputFile out = OutputFile.open(file, surroundings.out())) {
            long written = run(store, filters, out, err);
            out.finish();
            err.println(String.format(Locale.ROOT, "exported %,d events", written));
            err.flush();
            return ExitCode.OK;
        } catch (IOException e) {
            if (isClosedPipe(e)) {
                throw new CommandFailure(ExitCode.FAILED, "whoever read the output went away", e);
            }
            throw e;
        }
    }

    private long run(EventStore store, List<Filter> filters, OutputFile out, PrintWriter err) throws IOException {
        OptionalLong total = filters.isEmpty() ? OptionalLong.of(store.sequence()) : OptionalLong.empty();
        try (Progress progress = progress(total, err)) {
            Exporter exporter = new Exporter(store, surroundings.clock(), out.stream(), progress);
            return filters.isEmpty() ? exporter.all() : exporter.matching(filters);
        }
    }

    private Progress progress(OptionalLong total, PrintWriter err) {
        if (isQuiet) {
            return Progress.none(err);
        }
        return surroundings
                .terminal()
                .map(terminal -> Progress.bar("export", total, "", 1, terminal))
                .orElseGet(() -> Progress.lines("export", total, surroundings.clock(), err));
    }

    /** True when whoever read the output went away. */
    static boolean isClosedPipe(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Broken pipe") || message.contains("pipe closed");
    }
}
