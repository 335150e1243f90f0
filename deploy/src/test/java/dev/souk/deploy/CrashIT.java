package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
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
    private static final String DATA = "data";
    private static final int IMPORTED = Integer.getInteger("imported", 3_000);
    private static final int PUBLISHED = Integer.getInteger("published", 4_000);
    private static final int FOUND_AT_ONCE = 5_000;
    private static final int KILLS = Integer.getInteger("kills", 3);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder = Path.of("");

    private final Set<Bytes32> promised = new HashSet<>();
    private final Set<Bytes32> gone = new HashSet<>();
    private final Set<Bytes32> notes = new HashSet<>();

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
        Process process = CrashProcess.start(
                folder, "import", "--data", folder.resolve(DATA).toString(), file.toString());
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
        CrashProcess.Relay started = CrashProcess.relay(folder, DATA);
        Process relay = started.process();
        CrashClient client = CrashClient.connect(started.socket(), relay);
        int killAfter = events.size() / 4 + random.nextInt(events.size() / 2);
        Set<Bytes32> accepted = client.publish(events, 100, killAfter, relay);
        assertTrue(accepted.size() >= killAfter, "the relay died before it was killed");
        relay.waitFor();
        events.stream().filter(event -> event.kind() == 1).forEach(note -> notes.add(note.id()));
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
        CrashProcess.Relay started = CrashProcess.relay(folder, DATA);
        Process relay = started.process();
        try (CrashClient client = CrashClient.connect(started.socket(), relay)) {
            Set<Bytes32> missing = new HashSet<>(promised);
            missing.removeAll(client.stored(promised));
            assertEquals(Set.of(), missing, "lost, with -Dseed=" + seed);
            assertEquals(Set.of(), client.stored(gone), "served although deleted, with -Dseed=" + seed);
            if (PUBLISHED <= FOUND_AT_ONCE) {
                assertEquals(client.stored(notes), client.found("round"), "search differs, with -Dseed=" + seed);
            }
        } finally {
            relay.destroy();
            assertTrue(relay.waitFor(60, TimeUnit.SECONDS), "the relay does not stop");
        }
    }
}
