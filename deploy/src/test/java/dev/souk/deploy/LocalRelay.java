package dev.souk.deploy;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.OptionValue;
import dev.souk.storage.memory.MemoryEventStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A relay as {@code souk relay} runs it, on free ports, that keeps its events in memory. */
final class LocalRelay implements AutoCloseable {
    /** Given, as a store in memory has no folder for a file. */
    private static final String KEY = "01".repeat(32);

    private final RelayProcess process;
    private final String url;
    private final String metrics;

    private LocalRelay(RelayProcess process, String url, String metrics) {
        this.process = process;
        this.url = url;
        this.metrics = metrics;
    }

    /** One that keeps its events on disk. */
    static LocalRelay inFolder(Path folder) {
        return start(Parts::openStore, "storage.path", folder.toString());
    }

    /** @param more settings: keys and values in turn */
    static LocalRelay start(String... more) {
        return start((storage, clock) -> new MemoryEventStore(clock), more);
    }

    private static LocalRelay start(Surroundings.StoreOpener stores, String... more) {
        Path nowhere = Path.of("");
        List<OptionValue> options = new ArrayList<>(
                List.of(new OptionValue("-", "server.port", "0"), new OptionValue("-", "monitoring.port", "0")));
        for (int i = 0; i < more.length; i += 2) {
            options.add(new OptionValue("-", more[i], more[i + 1]));
        }
        ConfigOutcome.Usable config =
                (ConfigOutcome.Usable) new ConfigReader(nowhere, Map.of()).read(Optional.empty(), options);
        Surroundings surroundings = new Surroundings(
                stores,
                Parts::startRelay,
                InstantSource.system(),
                Map.of("SOUK_RELAY_KEY", KEY),
                nowhere,
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                Optional.empty());
        StringWriter said = new StringWriter();
        RelayProcess process = RelayProcess.start(config, surroundings, new PrintWriter(said, true));
        return new LocalRelay(
                process,
                found("listening +(ws://\\S+)", said.toString()),
                found("monitoring +(http://\\S+)", said.toString()));
    }

    private static String found(String pattern, String said) {
        Matcher matcher = Pattern.compile(pattern).matcher(said);
        if (!matcher.find()) {
            throw new AssertionError("no address in " + said);
        }
        return matcher.group(1);
    }

    /** The address of its metrics. */
    String metrics() {
        return metrics;
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }
}
