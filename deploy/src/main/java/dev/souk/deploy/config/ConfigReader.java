package dev.souk.deploy.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the configuration: built-in defaults, over them one TOML file, over it the environment, over that the command
 * line. All problems are found in one go. Immutable.
 */
public final class ConfigReader {
    /** The file that is read when nothing else is named. */
    public static final String DEFAULT_FILE = "souk.toml";

    private static final String PREFIX = "SOUK_";
    private static final String FILE_VARIABLE = "SOUK_CONFIG";

    /** What the launcher reads, and the relay's secret key, which is no setting so that it is printed nowhere. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of(FILE_VARIABLE, "SOUK_JAVA_HOME", "SOUK_JAVA_OPTS", "SOUK_JAVA_FOLDERS", "SOUK_RELAY_KEY");

    private final Path folder;
    private final Map<String, String> environment;
    private final Sections sections = new Sections();

    /**
     * @param folder where {@link #DEFAULT_FILE} is looked for
     * @param environment the variables of the process
     */
    public ConfigReader(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads everything.
     *
     * @param file the file to read; when absent the one that {@code SOUK_CONFIG} names, or {@link #DEFAULT_FILE}
     * @param options what the command line sets
     */
    public ConfigOutcome read(Optional<Path> file, List<OptionValue> options) {
        Values values = new Values();
        Optional<Path> found = find(file, values);
        found.ifPresent(path -> new TomlFile(path, sections).readInto(values));
        new TreeMap<>(environment).forEach((name, text) -> readVariable(name, text, values));
        options.forEach(option -> readOption(option, values));
        SoukConfig config = sections.read(values);
        List<Problem> problems = values.problems();
        return problems.isEmpty() ? new ConfigOutcome.Usable(config, found) : new ConfigOutcome.Unusable(problems);
    }

    /** The file that {@link #read} reads if it is there. */
    public Path named(Optional<Path> file) {
        String variable = environment.getOrDefault(FILE_VARIABLE, "");
        return file.orElseGet(() -> variable.isEmpty() ? folder.resolve(DEFAULT_FILE) : Path.of(variable));
    }

    private Optional<Path> find(Optional<Path> file, Values values) {
        if (file.isPresent()) {
            return existing(file.get(), "--config", values);
        }
        String named = environment.getOrDefault(FILE_VARIABLE, "");
        if (!named.isEmpty()) {
            return existing(Path.of(named), FILE_VARIABLE, values);
        }
        return Optional.of(folder.resolve(DEFAULT_FILE)).filter(Files::exists);
    }

    private static Optional<Path> existing(Path file, String place, Values values) {
        if (Files.isRegularFile(file)) {
            return Optional.of(file);
        }
        values.add(
                new Problem(place, "", "there is no file " + file + "; `souk config print` writes one to begin with"));
        return Optional.empty();
    }

    private void readVariable(String name, String text, Values values) {
        if (!name.startsWith(PREFIX) || OTHER_VARIABLES.contains(name)) {
            return;
        }
        sections.settings()
                .filter(setting -> setting.variable().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        setting -> values.set(setting, setting.type().ofText(text), name),
                        () -> values.add(new Problem(
                                name, "", "is no variable of Souk; the nearest is " + sections.nearestVariable(name))));
    }

    private void readOption(OptionValue option, Values values) {
        Setting<?, ?> setting = sections.setting(option.key())
                .orElseThrow(() -> new IllegalArgumentException("no setting is called " + option.key()));
        values.set(setting, setting.type().ofText(option.text()), option.option());
    }
}
