package dev.souk.relay.plugin;

import dev.souk.relay.config.PluginConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to run, and where. Two are equal when a process of one is as good as one of the other.
 *
 * @param command the program and its arguments, as the operator wrote them
 */
record Program(List<String> command, Path folder) {
    /** All that a program gets to see of the relay's variables, which may hold its key. */
    private static final Set<String> VARIABLES =
            Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

    static Program of(PluginConfig config) {
        return new Program(config.command(), config.folder().orElse(Path.of("")).toAbsolutePath());
    }

    /** Runs it, without a shell. */
    Process start() throws IOException {
        List<String> arguments = new ArrayList<>(command);
        arguments.set(0, path(0).map(Path::toString).orElse(command.get(0)));
        ProcessBuilder builder = new ProcessBuilder(arguments).directory(folder.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().retainAll(VARIABLES);
        return builder.start();
    }

    /**
     * The files that it is made of, as far as one can tell: the program, when it is named by a path, or else the script behind an
     * interpreter's name and options. Other arguments may be files that it writes.
     */
    List<Path> files() {
        return path(0).or(this::script).stream().toList();
    }

    private Optional<Path> path(int argument) {
        return Optional.of(command.get(argument))
                .filter(text -> text.contains("/"))
                .map(folder::resolve);
    }

    private Optional<Path> script() {
        return command.stream()
                .skip(1)
                .dropWhile(text -> text.startsWith("-"))
                .limit(1)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
