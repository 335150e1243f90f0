package dev.souk.deploy;

import dev.souk.deploy.client.KeyFile;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who signs. Keys come from files or the environment, never from the command line, which others can see. */
final class KeyOptions {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Signs with the secret key in this file (64 hex digits).")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--key-env", paramLabel = "NAME", description = "Signs with the one in this environment variable.")
    private Optional<String> variable = Optional.empty();

    @Option(names = "--new-key", paramLabel = "FILE", description = "Makes a key, writes it there, and signs with it.")
    private Optional<Path> fresh = Optional.empty();

    /** True when a key is to be made. */
    boolean isNew() {
        return fresh.isPresent();
    }

    /** True when no key is named. */
    boolean isEmpty() {
        return named() == 0;
    }

    private long named() {
        return Stream.of(file, variable, fresh).filter(Optional::isPresent).count();
    }

    /** The one key that is named. */
    SecretKey read(CommandLine command, Map<String, String> environment) throws IOException {
        if (named() != 1) {
            throw new ParameterException(
                    command, "say who signs: one of --key FILE, --key-env NAME, --new-key FILE (which makes one)");
        }
        if (fresh.isPresent()) {
            return KeyFile.create(fresh.get());
        }
        if (file.isPresent()) {
            return KeyFile.read(file.get());
        }
        String name = variable.orElseThrow();
        return Optional.ofNullable(environment.get(name))
                .map(text -> KeyFile.parse(text, "the variable " + name))
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "the variable " + name + " is not set"));
    }
}
