package dev.souk.deploy;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigText;
import dev.souk.deploy.convert.Conversion;
import dev.souk.relay.config.ListsConfig;
import dev.souk.relay.lists.Lists;
import dev.souk.relay.metrics.Health;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk config}. */
@Command(
        name = "config",
        description = "Checks the configuration, prints the one in effect, or translates that of another relay.",
        footer = {
            "",
            "Examples:",
            "  souk config print > souk.toml              a file to begin with: every key, explained",
            "  souk config check --config souk.toml       finds every mistake at once",
            "  SOUK_SERVER_PORT=8080 souk config print    what would be in effect",
            "  souk config convert strfry.conf -o souk.toml",
            "                                             what strfry was told, for Souk"
        })
final class ConfigCommand implements Runnable {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: check, print or convert");
    }

    @Command(name = "check", description = "Reads the configuration and the lists it names, and reports every problem.")
    int check(@Mixin ConfigOptions options) {
        ConfigOutcome.Usable usable = options.load(surroundings, List.of(), Souk.isDebug(spec));
        List<String> problems = listProblems(usable.config().relay().lists());
        if (!problems.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "the lists cannot be used:\n" + String.join("\n", problems));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(usable.file().map(file -> file + ": no problems").orElse("no file; the defaults are in effect"));
        return ExitCode.OK;
    }

    private static List<String> listProblems(ListsConfig config) {
        try (Lists lists = new Lists(() -> config, new Health(failure -> {}))) {
            return lists.read();
        }
    }

    @Command(
            name = "print",
            description = "Prints the configuration in effect as a file, every key with its unit, range and default.")
    int print(@Mixin ConfigOptions options) {
        ConfigOutcome.Usable usable = options.load(surroundings, List.of(), Souk.isDebug(spec));
        PrintWriter out = spec.commandLine().getOut();
        out.print(ConfigText.of(usable.config()));
        out.flush();
        return ExitCode.OK;
    }

    @Command(
            name = "convert",
            description = {
                "Translates strfry.conf of strfry, or config.toml of nostr-rs-relay. Comments say where a setting comes from,"
                        + " and what has become of those that have no counterpart.",
                "With -o lists of keys and kinds are written beside it, in lists; without, as comments. Nothing is"
                        + " overwritten."
            })
    int convert(
            @Parameters(paramLabel = "FILE", description = "What to translate.") Path file,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Where to write it; standard output unless given.")
                    Optional<Path> output,
            @Option(
                            names = "--from",
                            paramLabel = "RELAY",
                            description = "strfry or nostr-rs-relay; seen from the file unless given.")
                    Optional<String> from)
            throws IOException {
        Conversion conversion = ConvertedFile.read(file, from);
        if (output.isPresent()) {
            ConvertedFile.write(conversion, output.get());
        } else {
            spec.commandLine().getOut().print(conversion.text(false));
            spec.commandLine().getOut().flush();
        }
        PrintWriter err = spec.commandLine().getErr();
        conversion
                .problems()
                .forEach(problem -> err.println("souk: to be put right: " + problem.key() + " " + problem.text()));
        err.flush();
        return conversion.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
}
