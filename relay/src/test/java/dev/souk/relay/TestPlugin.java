package dev.souk.relay;

import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.config.PluginConfig.OnFailure;
import dev.souk.relay.config.RelayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A plugin in a folder of its own that does what the content of an event says, and settings that differ in what a test is about. */
final class TestPlugin {
    /** Only what every POSIX shell has. Writes down what it is asked, and its process id. */
    private static final String SCRIPT = """
            #!/bin/sh
            echo $$ >> pids
            env > environment
            say() { printf '{"id":"%s","action":"%s","msg":"%s"}\\n' "$1" "$2" "$3"; }
            while IFS= read -r line; do
              printf '%s\\n' "$line" >> asked
              id=${line#*\\"id\\":\\"}; id=${id%%\\"*}
              case $line in
              *'"content":"refuse'*) say $id reject 'pow: think harder' ;;
              *'"content":"dislike'*) say $id reject 'not\\u0000 \\u202e\\nhere' ;;
              *'"content":"mute'*) printf '{"action":"reject","msg":null,"id":"%s"}\\n' $id ;;
              *'"content":"shadow'*) say $id shadowReject '' ;;
              *'"content":"forget'*) ;;
              *'"content":"hang'*) while :; do sleep 1; done ;;
              *'"content":"slow'*) sleep 1; say $id accept ;;
              *'"content":"crash'*) exit 3 ;;
              *'"content":"greet'*) echo hello; echo; echo '{"id":7}'; say $id accept ;;
              *'"content":"babble'*) for i in 1 2 3 4 5 6 7 8 9 10; do echo '{"id":"x"}'; done ;;
              *'"content":"stranger'*) say ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff accept ;;
              *'"content":"invent'*) say $id approve ;;
              *'"content":"long'*) printf '%020000d\\n' 7 ;;
              *'"content":"complain'*) for i in 1 2 3 4 5 6 7 8 9 10; do printf '%09000d\\n' 7 >&2; done; say $id accept ;;
              *) say $id ACTION ;;
              esac
            done
            """;

    private final Path folder;
    private List<String> command = List.of("./plugin.sh");
    private Duration timeout = Duration.ofSeconds(8);
    private OnFailure onFailure = OnFailure.REJECT;
    private int maxInFlight = 64;
    private int maxWaiting = 1_000;
    private boolean spareExempt;
    private Duration restartMin = Duration.ofMillis(100);
    private Duration restartMax = Duration.ofSeconds(5);

    TestPlugin(Path folder) {
        this.folder = folder;
        write("accept");
    }

    /** Writes it into its folder, in one step; {@code action} is for events that ask for nothing else. */
    void write(String action) {
        replace(SCRIPT.replace("ACTION", action));
    }

    /** Another program in its place. */
    void replace(String text) {
        try {
            Path fresh = Files.writeString(folder.resolve("fresh.sh"), text);
            if (!fresh.toFile().setExecutable(true)) {
                throw new AssertionError("cannot be made executable: " + fresh);
            }
            Files.move(fresh, folder.resolve("plugin.sh"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestPlugin command(String... arguments) {
        command = List.of(arguments);
        return this;
    }

    TestPlugin timeout(long millis) {
        timeout = Duration.ofMillis(millis);
        return this;
    }

    TestPlugin open() {
        onFailure = OnFailure.ACCEPT;
        return this;
    }

    TestPlugin maxInFlight(int value) {
        maxInFlight = value;
        return this;
    }

    TestPlugin maxWaiting(int value) {
        maxWaiting = value;
        return this;
    }

    TestPlugin spareExempt() {
        spareExempt = true;
        return this;
    }

    TestPlugin restartMin(long millis) {
        restartMin = Duration.ofMillis(millis);
        return this;
    }

    TestPlugin restartMax(long millis) {
        restartMax = Duration.ofMillis(millis);
        return this;
    }

    PluginConfig config() {
        return new PluginConfig(
                command,
                Optional.of(folder),
                timeout,
                onFailure,
                maxInFlight,
                maxWaiting,
                16_384,
                spareExempt,
                false,
                restartMin,
                restartMax);
    }

    RelayConfig in(RelayConfig relay) {
        return relay.withPlugin(config());
    }

    /** The lines that it was asked. */
    List<String> asked() {
        return lines("asked");
    }

    /** The processes that ran. */
    List<ProcessHandle> running() {
        return lines("pids").stream()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** How often it was started. */
    int starts() {
        return lines("pids").size();
    }

    /** The variables that it sees. */
    List<String> environment() {
        return lines("environment");
    }

    private List<String> lines(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
