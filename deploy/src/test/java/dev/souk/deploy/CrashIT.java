package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed with SIGKILL while events and deletions are published; after a restart, nothing is missing that
 * was answered OK true, and nothing is served whose deletion was. {@code -Dimported=200000 -Dpublished=50000} is the
 * large proof, {@code -Dseed} repeats a run.
 */
@Timeout(600)
class CrashIT {
    private static final int IMPORTED = Integer.getInteger("imported", 3_000);
    private static final int PUBLISHED = Integer.getInteger("published", 4_000);
    private static final int KILLS = Integer.getInteger("kills", 3);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder = Path.of("");

    private final Set<Bytes32> promised = new HashSet<>();
    private final Set<Bytes32> gone = new HashSet<>();

    @Test
    void losesNothingThatWasPromisedAndServesNothingThatWasDeleted() throws Exception {
        importEvents();
        for (int kill = 0; kill < KILLS; kill++) {
            publishUntilKilled(kill);
            verifyAfterRestart();
        }
    }

    private void importEvents() throws Exception {
        List<Event> events = events("imported", IMPORTED);
        Path file = folder.resolve("events.jsonl");
        Files.write(
                file,
                events.stream()
                        .map(event -> new String(event.json(), StandardCharsets.UTF_8))
                        .toList());
        Process process = souk("import", "--data", data(), file.toString());
        assertEquals(0, process.waitFor(), "the import failed");
        events.forEach(event -> promised.add(event.id()));
    }

    private static List<Event> events(String name, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> TestEvents.note(name + " " + i)
                        .by(TestKeys.key(10 + i % 50))
                        .at(1_700_000_000 + i)
                        .tag("t", "crash")
                        .build())
                .toList();
    }

    /** Publishes in a window, every twentieth event a deletion of one that is there, and kills at a random moment. */
    private void publishUntilKilled(int kill) throws Exception {
        List<Event> events = new ArrayList<>();
        List<Event> targets = new ArrayList<>();
        for (Event event : events("round " + kill + " " + seed, PUBLISHED / KILLS)) {
            events.add(event);
            if (events.size() % 20 == 0) {
                Event target = events.get(random.nextInt(events.size()));
                if (target.kind() == 1) {
                    targets.add(target);
                    int author = IntStream.range(10, 60)
                            .filter(key -> TestKeys.key(key).publicKey().equals(target.pubkey()))
                            .findFirst()
                            .orElseThrow();
                    events.add(TestEvents.deletionOf(target)
                            .by(TestKeys.key(author))
                            .content("target " + (targets.size() - 1))
                            .build());
                }
            }
        }
        int port = freePort();
        Process relay = souk("relay", "--data", data(), "--port", Integer.toString(port));
        CrashClient client = CrashClient.connect(URI.create("ws://127.0.0.1:" + port + "/"), relay);
        int killAfter = events.size() / 4 + random.nextInt(events.size() / 2);
        Set<Bytes32> accepted = client.publish(events, 100, killAfter, relay);
        assertTrue(accepted.size() >= killAfter, "the relay died before it was killed");
        relay.waitFor();
        for (Event event : events) {
            if (accepted.contains(event.id())) {
                promised.add(event.id());
                if (event.kind() == 5) {
                    gone.add(targets.get(Integer.parseInt(event.content().substring(7)))
                            .id());
                }
            } else if (event.kind() == 5) {
                // Written or not, nobody knows: its target may be there or gone.
                promised.remove(targets.get(Integer.parseInt(event.content().substring(7)))
                        .id());
            }
        }
        promised.removeAll(gone);
    }

    private void verifyAfterRestart() throws Exception {
        int port = freePort();
        Process relay = souk("relay", "--data", data(), "--port", Integer.toString(port));
        try (CrashClient client = CrashClient.connect(URI.create("ws://127.0.0.1:" + port + "/"), relay)) {
            Set<Bytes32> missing = new HashSet<>(promised);
            missing.removeAll(client.stored(promised));
            assertEquals(Set.of(), missing, "lost, with -Dseed=" + seed);
            assertEquals(Set.of(), client.stored(gone), "served although deleted, with -Dseed=" + seed);
        } finally {
            relay.destroy();
            assertTrue(relay.waitFor(30, TimeUnit.SECONDS), "the relay does not stop");
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** The command in a process of its own, as the launcher starts it. */
    private Process souk(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Souk.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("SOUK_MONITORING_ENABLED", "false");
        return builder.start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
