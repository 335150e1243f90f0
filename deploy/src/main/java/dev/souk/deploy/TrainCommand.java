package dev.souk.deploy;

import dev.souk.deploy.client.RelayUrl;
import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.OptionValue;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code souk train}. Here a relay of its own, in a temporary folder and on free ports of 127.0.0.1, is used for some
 * seconds. To make something of it is up to the launcher, which lets Java watch and keep what it saw: the classes that
 * were loaded and how they are linked, and which methods were busy (JEP 483, 514, 515).
 */
@Command(
        name = "train",
        description = {
            "Runs a relay of its own for some seconds, and keeps what Java learns from it in lib/: later starts take half the"
                    + " time. Once is enough, until Souk or Java is replaced. Needs Java 25 or newer.",
        },
        footer = {"", "Exit codes: 0 learnt; 2 the Java is too old, lib/ cannot be written, or it was tried and failed."
        })
final class TrainCommand implements Callable<Integer> {
    private static final String HOST = "127.0.0.1";

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    TrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("souk-train");
        try {
            say(rehearse(config(folder)).toString());
        } finally {
            delete(folder);
        }
        return ExitCode.OK;
    }

    /** The defaults, which most operators keep, on ports of its own. */
    private static ConfigOutcome.Usable config(Path folder) {
        List<OptionValue> options = new ArrayList<>();
        options.add(new OptionValue("train", "storage.path", folder.toString()));
        options.add(new OptionValue("train", "server.host", HOST));
        options.add(new OptionValue("train", "server.port", "0"));
        options.add(new OptionValue("train", "monitoring.host", HOST));
        options.add(new OptionValue("train", "monitoring.port", "0"));
        if (new ConfigReader(folder, Map.of()).read(Optional.empty(), options) instanceof ConfigOutcome.Usable usable) {
            Logging.show(usable.config().log());
            return usable;
        }
        throw new IllegalStateException("the defaults are no usable configuration");
    }

    private Rehearsal.Done rehearse(ConfigOutcome.Usable config) throws IOException, InterruptedException {
        try (RelayProcess process =
                RelayProcess.start(config, surroundings, new PrintWriter(Writer.nullWriter(), false))) {
            int port = process.relay().address().getPort();
            int monitoring = process.relay().monitoringAddress().orElseThrow().getPort();
            return new Rehearsal(
                            new RelayUrl(URI.create("ws://" + HOST + ":" + port)),
                            URI.create("http://" + HOST + ":" + monitoring),
                            surroundings.clock().instant().getEpochSecond())
                    .run();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("souk: " + text);
        err.flush();
    }
}
