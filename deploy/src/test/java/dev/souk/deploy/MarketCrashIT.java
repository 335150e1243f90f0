package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed with SIGKILL while the history of a market is published, while the market takes it in and while it
 * publishes what it knows. In the end it tells the same of every job, the same numbers, and has published the same
 * statuses as a relay that got the same history in one life. {@code -Dseed} repeats a history, {@code -Dpublished} and
 * {@code -Dkills} make it longer.
 */
@Timeout(600)
class MarketCrashIT {
    /** The exit code of a process that SIGKILL ended. */
    private static final int SIGKILLED = 137;

    private static final int PUBLISHED = Integer.getInteger("published", 1_000);
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int WINDOW = 100;
    private static final int STATUS = 30_383;

    /** The newest part of the history comes live, the rest is old when it comes. */
    private static final int SECONDS_OLD = 2_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<List<Event>> parts = new ArrayList<>();
    private final List<Event> ends = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private int jobs;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void makeHistory() {
        long start = InstantSource.system().instant().getEpochSecond() - SECONDS_OLD;
        MarketHistory history = new MarketHistory(random, start);
        for (int part = 0; part <= KILLS; part++) {
            parts.add(history.part(PUBLISHED / (KILLS + 1)));
            ends.add(history.end());
        }
        jobs = history.requestsSoFar();
    }

    @AfterEach
    void stopWhatRuns() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aKilledRelayTellsTheSameMarketAsOneThatWasNot() throws Exception {
        SortedMap<String, String> expected = inOneLife();
        SortedMap<String, String> found = inManyLives();
        for (Map.Entry<String, String> document : expected.entrySet()) {
            assertEquals(document.getValue(), found.get(document.getKey()), document.getKey() + seed());
        }
        assertEquals(expected.keySet(), found.keySet(), "documents" + seed());
        String numbers = found.getOrDefault("/api/v1/stats?window=all", "");
        assertTrue(numbers.contains("\"requests\":" + jobs + ","), () -> numbers + seed());
    }

    private String seed() {
        return ", with -Dseed=" + seed;
    }

    private SortedMap<String, String> inOneLife() throws Exception {
        CrashProcess.Relay relay = relay("whole");
        try (CrashClient client = CrashClient.connect(relay.socket(), relay.process());
                ToldMarket market = new ToldMarket(relay)) {
            client.watch(STATUS);
            for (int part = 0; part < parts.size(); part++) {
                publish(client, market, part, parts.get(part));
            }
            return settled(client, market, List.of());
        } finally {
            stop(relay);
        }
    }

    private SortedMap<String, String> inManyLives() throws Exception {
        List<Event> versions = new ArrayList<>();
        List<Event> unanswered = List.of();
        for (int part = 0; part < parts.size(); part++) {
            CrashProcess.Relay relay = relay("killed");
            try (CrashClient client = CrashClient.connect(relay.socket(), relay.process());
                    ToldMarket market = new ToldMarket(relay)) {
                client.watch(STATUS);
                if (part > 0) {
                    publish(client, market, part - 1, unanswered);
                }
                if (part == KILLS) {
                    publish(client, market, part, parts.get(part));
                    return settled(client, market, versions);
                }
                unanswered = publishUntilKilled(client, relay.process(), parts.get(part));
                versions.addAll(client.watched());
            }
        }
        throw new AssertionError("there is no last life");
    }

    private CrashProcess.Relay relay(String name) throws IOException {
        CrashProcess.Relay relay = CrashProcess.relay(folder, name);
        processes.add(relay.process());
        return relay;
    }

    /** Publishes these events of a part and its end, and waits until the market knows them all. */
    private void publish(CrashClient client, ToldMarket market, int part, List<Event> events)
            throws InterruptedException {
        client.publish(events, WINDOW);
        client.publish(List.of(ends.get(part)), 1);
        market.awaitJob(ends.get(part).id());
    }

    /** Every new job has its status published at least once: those count for the moment of the kill, too. */
    private List<Event> publishUntilKilled(CrashClient client, Process relay, List<Event> part)
            throws InterruptedException {
        int newJobs = (int) part.stream().filter(MarketCrashIT::isRequest).count();
        int killAfter = 1 + random.nextInt(part.size() + newJobs / 2);
        Set<Bytes32> accepted = client.publish(part, WINDOW, killAfter, relay);
        assertEquals(SIGKILLED, relay.waitFor(), "the relay died before it was killed" + seed());
        return part.stream().filter(event -> !accepted.contains(event.id())).toList();
    }

    private static boolean isRequest(Event event) {
        return event.kind() == 68_001 || event.kind() / 1_000 == 5;
    }

    /** What the market tells in the end, when the versions of its status events are as they must be. */
    private SortedMap<String, String> settled(CrashClient client, ToldMarket market, List<Event> earlier)
            throws InterruptedException {
        market.awaitStatuses();
        SortedMap<String, String> documents = market.documents();
        market.jobs().forEach((id, status) -> {
            assertEquals(status, market.status(id), "list and document of " + id + seed());
            assertEquals(Optional.of(status), market.signedStatus(id), "document and event of " + id + seed());
        });
        List<Event> stored = client.stored(STATUS);
        Set<String> named = new TreeSet<>();
        stored.forEach(event -> assertTrue(named.add(d(event)), "two status events of " + d(event) + seed()));
        assertEquals(market.jobs().keySet(), named, "jobs with a status event" + seed());
        List<Event> versions = new ArrayList<>(earlier);
        versions.addAll(client.watched());
        versions.addAll(stored);
        assertVersionsRise(versions);
        return documents;
    }

    /** Over all lives each version is newer than the one before it, and says something else. */
    private void assertVersionsRise(List<Event> versions) {
        Set<Bytes32> seen = new HashSet<>();
        Map<String, Event> last = new HashMap<>();
        for (Event version : versions) {
            if (!seen.add(version.id())) {
                continue;
            }
            Event before = last.put(d(version), version);
            if (before != null) {
                assertTrue(
                        version.createdAt() > before.createdAt(),
                        () -> "no newer than before: " + before + " " + version + seed());
                assertNotEquals(before.tags(), version.tags(), () -> "published twice: " + version.id() + seed());
            }
        }
    }

    private static String d(Event event) {
        return event.firstValue("d").orElseThrow();
    }

    private static void stop(CrashProcess.Relay relay) throws InterruptedException {
        relay.process().destroy();
        assertTrue(relay.process().waitFor(60, TimeUnit.SECONDS), "the relay does not stop");
    }
}
