package dev.souk.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A relay that is measured: started by the harness from a command line, or running already.
 *
 * @param name what it is called in the results
 * @param command the command line, when the harness starts it; see {@link Commands}
 * @param running where it is, when it runs already
 * @param runningPid its process then
 * @param importing the command line that reads a corpus into its data
 * @param exporting the command line that writes all of its data to standard output
 */
record Target(
        String name,
        Optional<String> command,
        Optional<URI> running,
        Optional<Long> runningPid,
        Optional<String> importing,
        Optional<String> exporting) {
    /** One that runs already. */
    static Target attached(String name, URI uri, long pid) {
        return new Target(
                name, Optional.empty(), Optional.of(uri), Optional.of(pid), Optional.empty(), Optional.empty());
    }

    /** The same, with a command line that exports. */
    Target exportedBy(Optional<String> exportingCommand) {
        return new Target(name, command, running, runningPid, importing, exportingCommand);
    }

    /** Starts it on this port and data, or turns to the one that runs. */
    Relay start(int port, Path data, Path log) throws IOException, InterruptedException {
        if (command.isPresent()) {
            return Relay.start(command.get(), port, data, log);
        }
        return Relay.attach(running.orElseThrow(), runningPid.orElseThrow());
    }

    /** True when the harness can stop it and see its data. */
    boolean isOurs() {
        return command.isPresent();
    }
}
