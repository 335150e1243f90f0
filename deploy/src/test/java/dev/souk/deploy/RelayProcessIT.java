package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.OptionValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RelayProcessIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysWhereEverythingIsAndServesItThere() throws IOException, InterruptedException {
        StringWriter said = new StringWriter();
        RelayProcess process =
                RelayProcess.start(config(0), surroundings(Parts::startRelay), new PrintWriter(said, true));
        try {
            String text = said.toString();
            assertTrue(text.contains("durability commit, 0 events"), text);
            assertEquals(200, status("http://" + found(text, "ws://(\\S+)")), text);
            assertEquals(200, status(found(text, "monitoring +(http://\\S+)/metrics") + "/health"), text);
        } finally {
            process.close();
        }
    }

    @Test
    void closingEndsTheWaitAndFreesTheStore() {
        for (int i = 0; i < 2; i++) {
            RelayProcess process = start(Parts::startRelay);
            process.close();
            process.close();
            assertEquals(Optional.empty(), process.awaitEnd());
        }
    }

    @Test
    void aRelayThatCannotGoOnEndsTheWaitWithTheReason() {
        Surroundings.RelayStarter failing = (config, store, clock, onFailure) -> {
            onFailure.accept("the disk is full");
            return Parts.startRelay(config, store, clock, RelayProcessIT::ignore);
        };
        try (RelayProcess process = start(failing)) {
            assertEquals(Optional.of("the disk is full"), process.awaitEnd());
        }
    }

    @Test
    void aPortInUseFreesTheStoreAgain() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Surroundings surroundings = surroundings(Parts::startRelay);
            ConfigOutcome.Usable config = config(taken.getLocalPort());
            PrintWriter nowhere = new PrintWriter(new StringWriter());
            RuntimeException refusal =
                    assertThrows(RuntimeException.class, () -> RelayProcess.start(config, surroundings, nowhere));
            assertTrue(String.valueOf(refusal.getMessage()).contains(":" + taken.getLocalPort()), refusal::toString);
        }
        start(Parts::startRelay).close();
    }

    private RelayProcess start(Surroundings.RelayStarter relays) {
        return RelayProcess.start(config(0), surroundings(relays), new PrintWriter(new StringWriter()));
    }

    private ConfigOutcome.Usable config(int port) {
        List<OptionValue> options = List.of(
                new OptionValue("-", "server.port", Integer.toString(port)),
                new OptionValue("-", "monitoring.port", "0"),
                new OptionValue("-", "storage.path", folder.resolve("store").toString()));
        return (ConfigOutcome.Usable) new ConfigReader(folder, Map.of()).read(Optional.empty(), options);
    }

    private Surroundings surroundings(Surroundings.RelayStarter relays) {
        return new Surroundings(
                Parts::openStore,
                relays,
                InstantSource.system(),
                Map.of(),
                folder,
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                Optional.empty());
    }

    private static void ignore(String what) {}

    private static int status(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }
}
