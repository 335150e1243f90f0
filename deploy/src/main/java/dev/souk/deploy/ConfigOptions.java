package dev.souk.deploy;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.OptionValue;
import dev.souk.deploy.config.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of every command that needs the configuration. */
final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; else the file that SOUK_CONFIG names, else ./souk.toml, else defaults.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where the events are, instead of what storage.path says.")
    private Optional<String> data = Optional.empty();

    /** Reads the configuration, {@code options} over everything else, and sets the log level from it. */
    ConfigOutcome.Usable load(Surroundings surroundings, List<OptionValue> options, boolean isDebug) {
        return switch (source(surroundings, options, isDebug).get()) {
            case ConfigOutcome.Usable usable -> {
                Logging.show(usable.config().log());
                yield usable;
            }
            case ConfigOutcome.Unusable(List<Problem> problems) -> throw refusal(problems);
        };
    }

    /** Reads the configuration each time it is asked; it says all there is to say, and changes nothing. */
    Supplier<ConfigOutcome> source(Surroundings surroundings, List<OptionValue> options, boolean isDebug) {
        List<OptionValue> all = new ArrayList<>(options);
        data.ifPresent(folder -> all.add(new OptionValue("--data", "storage.path", folder)));
        if (isDebug) {
            all.add(new OptionValue("--debug", "log.level", "debug"));
        }
        ConfigReader reader = reader(surroundings);
        return () -> reader.read(file, all);
    }

    /** The file that is read if it is there. */
    Path watched(Surroundings surroundings) {
        return reader(surroundings).named(file);
    }

    private static ConfigReader reader(Surroundings surroundings) {
        return new ConfigReader(surroundings.folder(), surroundings.environment());
    }

    private static CommandFailure refusal(List<Problem> problems) {
        String lines = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        String head = problems.size() == 1
                ? "the configuration has a problem:"
                : "the configuration has " + problems.size() + " problems:";
        return new CommandFailure(ExitCode.USAGE, head + "\n" + lines);
    }
}
