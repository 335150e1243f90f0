package dev.souk.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which relays are measured. Filled by picocli, then only read. */
final class RelayOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--relay", paramLabel = "COMMAND", description = "starts the relay")
    private Optional<String> relay = Optional.empty();

    @Option(names = "--url", description = "measures a relay that runs already; needs --pid")
    private Optional<URI> url = Optional.empty();

    @Option(names = "--pid", description = "the process of the one at --url")
    private Optional<Long> pid = Optional.empty();

    @Option(names = "--name", defaultValue = "souk", description = "what to call it (default: souk)")
    private String name = "souk";

    @Option(names = "--peer", paramLabel = "COMMAND", description = "starts a second relay")
    private Optional<String> peer = Optional.empty();

    @Option(names = "--peer-name", defaultValue = "peer", description = "what to call that (default: peer)")
    private String peerName = "peer";

    @Option(names = "--import-cmd", paramLabel = "COMMAND", description = "imports {corpus} into {data}")
    private Optional<String> importing = Optional.empty();

    @Option(names = "--peer-import-cmd", paramLabel = "COMMAND", description = "the same for the peer")
    private Optional<String> peerImporting = Optional.empty();

    @Option(names = "--port", defaultValue = "7790", description = "the port to use (default: 7790)")
    private int port;

    /** The port that they take, one after another. */
    int port() {
        return port;
    }

    /**
     * Ours first.
     *
     * @throws ParameterException when it is not clear which is ours
     */
    List<Target> targets() {
        if (relay.isEmpty() == url.isEmpty() || url.isPresent() != pid.isPresent()) {
            throw new ParameterException(spec.commandLine(), "give either --relay, or --url with --pid");
        }
        List<Target> targets = new ArrayList<>();
        targets.add(new Target(name, relay, url, pid, importing, Optional.empty()));
        peer.ifPresent(command -> targets.add(new Target(
                peerName, Optional.of(command), Optional.empty(), Optional.empty(), peerImporting, Optional.empty())));
        return targets;
    }
}
