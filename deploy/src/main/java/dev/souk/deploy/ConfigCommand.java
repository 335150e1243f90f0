package dev.souk.deploy;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code souk config}. */
@Command(
        name = "config",
        description = "Checks the configuration, or prints the one in effect.",
        footer = {
            "",
            "Examples:",
            "  souk config print > souk.toml              a file to begin with: every key, explained",
            "  souk config check --config souk.toml       finds every mistake at once",
            "  SOUK_SERVER_PORT=8080 souk config print    what would be in effect"
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
        throw new ParameterException(spec.commandLine(), "say what to do: check or print");
    }

    @Command(name = "check", description = "Reads the configuration and reports every problem.")
    int check(@Mixin ConfigOptions options) {
        ConfigOutcome.Usable usable = options.load(surroundings, List.of(), Souk.isDebug(spec));
        PrintWriter out = spec.commandLine().getOut();
        out.println(usable.file().map(file -> file + ": no problems").orElse("no file; the defaults are in effect"));
        return ExitCode.OK;
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
}
