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

    private LocalRelay(RelayProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param more settings: keys and values in turn */
    static LocalRelay start(String... more) {
        Path nowhere = Path.of("");
        List<OptionValue> options = new ArrayList<>(
                List.of(new OptionValue("-", "server.port", "0"), new OptionValue("-", "monitoring.port", "0")));
        for (int i = 0; i < more.length; i += 2) {
            options.add(new OptionValue("-", more[i], more[i + 1]));
        }
        ConfigOutcome.Usable config =
                (ConfigOutcome.Usable) new ConfigReader(nowhere, Map.of()).read(Optional.empty(), options);
        Surroundings surroundings = new Surroundings(
                (storage, clock) -> new MemoryEventStore(clock),
                Parts::startRelay,
                InstantSource.system(),
                Map.of("SOUK_RELAY_KEY", KEY),
                nowhere,
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                Optional.empty());
        StringWriter said = new StringWriter();
        RelayProcess process = RelayProcess.start(config, surroundings, new PrintWriter(said, true));
        Matcher matcher = Pattern.compile("listening +(ws://\\S+)").matcher(said.toString());
        if (!matcher.find()) {
            throw new AssertionError("no address in " + said);
        }
        return new LocalRelay(process, matcher.group(1));
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }
}
