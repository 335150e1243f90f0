package dev.souk.deploy;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.OptionValue;
import dev.souk.relay.files.WatchedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code souk relay}. */
@Command(
        name = "relay",
        description = "Runs the relay until it is told to stop (Ctrl-C or SIGTERM). The default command.",
        footer = {
            "",
            "Examples:",
            "  souk relay                              ws://127.0.0.1:7777, events in ./souk-data",
            "  souk relay --host 0.0.0.0 --port 8080   for every network",
            "  souk relay --config /etc/souk.toml",
            "  SOUK_LOG_LEVEL=debug souk relay"
        })
final class RelayCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--host", paramLabel = "HOST", description = "The address to listen on.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "The TCP port to listen on.")
    private Optional<String> port = Optional.empty();

    RelayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<OptionValue> options = new ArrayList<>();
        host.ifPresent(text -> options.add(new OptionValue("--host", "server.host", text)));
        port.ifPresent(text -> options.add(new OptionValue("--port", "server.port", text)));
        WatchedFiles files = new WatchedFiles(List.of(config.watched(surroundings)));
        ConfigOutcome.Usable usable = config.load(surroundings, options, Souk.isDebug(spec));
        RelayProcess process =
                RelayProcess.start(usable, surroundings, spec.commandLine().getOut());
        ConfigFollower follower = new ConfigFollower(
                config.source(surroundings, options, Souk.isDebug(spec)), files, usable, process::apply);
        follower.start();
        listenToHangups(follower);
        ServiceManager manager = ServiceManager.tell(surroundings.environment(), process::vitals);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(follower, manager, process), "stop"));
        Optional<String> failure = process.awaitEnd();
        stop(follower, manager, process);
        if (failure.isPresent()) {
            throw new CommandFailure(ExitCode.FAILED, "the relay had to stop: " + failure.get());
        }
        return ExitCode.OK;
    }

    /** A terminal that closes sends the same signal, and then the relay is to end. */
    private void listenToHangups(ConfigFollower follower) {
        if (surroundings.terminal().isEmpty()) {
            Hangup.handle(follower::ask);
        }
    }

    private static void stop(ConfigFollower follower, ServiceManager manager, RelayProcess process) {
        manager.stopping();
        follower.close();
        process.close();
        manager.close();
    }
}
