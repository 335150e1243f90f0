package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.OptionValue;
import dev.souk.protocol.crypto.SecretKey;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
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
    void hasAKeyOfItsOwnAndSaysWhichInItsInformation() throws IOException, InterruptedException {
        StringWriter said = new StringWriter();
        RelayProcess process =
                RelayProcess.start(config(0), surroundings(Parts::startRelay), new PrintWriter(said, true));
        try (process) {
            String key = found(said.toString(), "public key +([0-9a-f]{64})\n");
            String secret = Files.readString(folder.resolve("store/relay.key")).strip();
            assertEquals(key, SecretKey.ofHex(secret).publicKey().hex());
            assertFalse(said.toString().contains(secret));
            String document = information("http://" + found(said.toString(), "ws://(\\S+)"));
            assertTrue(document.contains("\"self\":\"" + key + "\""), document);
        }
    }

    @Test
    void needsNoKeyWithoutAMarketplace() throws IOException, InterruptedException {
        StringWriter said = new StringWriter();
        ConfigOutcome.Usable config = config(0, new OptionValue("-", "marketplace.enabled", "false"));
        RelayProcess process = RelayProcess.start(config, surroundings(Parts::startRelay), new PrintWriter(said, true));
        try (process) {
            assertFalse(said.toString().contains("public key"));
            assertTrue(Files.notExists(folder.resolve("store/relay.key")));
            String document = information("http://" + found(said.toString(), "ws://(\\S+)"));
            assertFalse(document.contains("\"self\""), document);
        }
    }

    @Test
    void aClosedRelayHasAKeyWithoutAMarketplace() throws IOException, InterruptedException {
        StringWriter said = new StringWriter();
        ConfigOutcome.Usable config = config(
                0,
                new OptionValue("-", "marketplace.enabled", "false"),
                new OptionValue("-", "members.closed", "true"));
        RelayProcess process = RelayProcess.start(config, surroundings(Parts::startRelay), new PrintWriter(said, true));
        try (process) {
            String key = found(said.toString(), "public key +([0-9a-f]{64})\n");
            String document = information("http://" + found(said.toString(), "ws://(\\S+)"));
            assertTrue(document.contains("\"self\":\"" + key + "\""), document);
            assertTrue(document.contains("\"restricted_writes\":true"), document);
            assertFalse(document.contains("90]"), document);
        }
    }

    @Test
    void aKeyThatOthersReadFreesTheStoreAgain() throws IOException {
        start(Parts::startRelay).close();
        Path file = folder.resolve("store/relay.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(CommandFailure.class, () -> start(Parts::startRelay));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        start(Parts::startRelay).close();
    }

    private static String information(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(60))
                    .header("Accept", "application/nostr+json")
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
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
        Surroundings.RelayStarter failing = (config, store, key, clock, onFailure) -> {
            onFailure.accept("the disk is full");
            return Parts.startRelay(config, store, key, clock, RelayProcessIT::ignore);
        };
        try (RelayProcess process = start(failing)) {
            assertEquals(Optional.of("the disk is full"), process.awaitEnd());
        }
    }

    @Test
    void listensWhereItIsTold() throws IOException, InterruptedException {
        String port = Integer.toString(freePort());
        StringWriter said = new StringWriter();
        ConfigOutcome.Usable config = config(
                freePort(),
                new OptionValue("-", "server.host", "127.0.0.2"),
                new OptionValue("-", "monitoring.host", "127.0.0.3"),
                new OptionValue("-", "monitoring.port", port));
        try (RelayProcess process =
                RelayProcess.start(config, surroundings(Parts::startRelay), new PrintWriter(said, true))) {
            String relay = "127.0.0.2:" + config.config().relay().server().port();
            assertTrue(said.toString().contains("ws://" + relay + "\n"), said.toString());
            assertEquals(200, status("http://" + relay));
            assertEquals(200, status("http://127.0.0.3:" + port + "/health"));
            assertThrows(IOException.class, () -> status("http://" + relay.replace("127.0.0.2", "127.0.0.1")));
            assertEquals(Optional.empty(), process.vitals().problem());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void hasNoPagesForTheOperatorWhenThatIsOff() {
        StringWriter said = new StringWriter();
        ConfigOutcome.Usable config = config(0, new OptionValue("-", "monitoring.enabled", "false"));
        try (RelayProcess process =
                RelayProcess.start(config, surroundings(Parts::startRelay), new PrintWriter(said, true))) {
            assertFalse(said.toString().contains("monitoring"), said.toString());
            assertEquals(Optional.empty(), process.relay().monitoringAddress());
        }
    }

    @Test
    void asManyThreadsMoveBytesAsAreSet() throws IOException, InterruptedException {
        StringWriter said = new StringWriter();
        ConfigOutcome.Usable config = config(0, new OptionValue("-", "server.io_threads", "3"));
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (RelayProcess process =
                RelayProcess.start(config, surroundings(Parts::startRelay), new PrintWriter(said, true))) {
            for (int i = 0; i < 6; i++) {
                assertEquals(200, status("http://" + found(said.toString(), "ws://(\\S+)")));
            }
            assertEquals(Optional.empty(), process.vitals().problem());
            Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
            now.removeAll(before);
            assertEquals(
                    3,
                    now.stream()
                            .filter(thread -> thread.getName().startsWith("netty-"))
                            .count());
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

    private ConfigOutcome.Usable config(int port, OptionValue... more) {
        List<OptionValue> options = new ArrayList<>();
        options.add(new OptionValue("-", "server.port", Integer.toString(port)));
        options.add(new OptionValue("-", "monitoring.port", "0"));
        options.add(new OptionValue("-", "storage.path", folder.resolve("store").toString()));
        options.addAll(List.of(more));
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
                    .timeout(Duration.ofSeconds(60))
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
