package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that fail, hang, write nonsense, are replaced, and end. */
class PluginTroubleIT {
    @TempDir
    private Path folder = Path.of("");

    private TestPlugin plugin = new TestPlugin(Path.of(System.getProperty("java.io.tmpdir")));
    private RelayFixture relay = RelayFixture.start();

    @BeforeEach
    void starts() {
        plugin = new TestPlugin(folder);
        relayWith(plugin);
    }

    @AfterEach
    void stops() {
        relay.close();
    }

    private void relayWith(TestPlugin settings) {
        relay.close();
        relay = RelayFixture.start(settings::in);
    }

    private static Event note(String content) {
        return TestEvents.note(content).build();
    }

    private static Event another() {
        return note("hello " + System.nanoTime());
    }

    private int health() {
        try {
            URI page = URI.create("http://127.0.0.1:" + relay.monitoringPort() + "/health");
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
            return connection.getResponseCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answersAgain() {
        TestClient client = relay.connect();
        Eventually.holds("it answers again", () -> client.ok(another()).contains(",true,\"\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash", "babble", "stranger", "invent", "long"})
    void aPluginThatEndsOrWritesNonsenseIsStartedAgain(String content) {
        TestClient client = relay.connect();
        if (content.equals("invent")) {
            IntStream.range(0, 9).forEach(i -> relay.connect().publish(note("invent " + i)));
            Eventually.holds("it has answered them", () -> plugin.asked().size() == 9);
        }
        client.refused(note(content), "error");
        answersAgain();
        assertEquals(2, plugin.starts());
        assertEquals(1, relay.meter("souk_plugin_restarts_total"));
    }

    @Test
    void aGreetingIsPassedOver() {
        relay.connect().accepted(note("greet"), note("greet again"));
        assertEquals(1, plugin.starts());
    }

    @Test
    void aPluginThatSaysNothingIsStartedAgain() {
        relayWith(plugin.timeout(500));
        TestClient client = relay.connect();
        client.publish(note("hang"));
        Eventually.holds("it is asked", () -> !plugin.asked().isEmpty());
        client.publish(another());
        assertTrue(client.next().contains("false,\"error: "));
        assertTrue(client.next().contains("false,\"error: "));
        answersAgain();
        assertTrue(relay.meter("souk_plugin_restarts_total") >= 1);
        Eventually.holds("the one before is gone", () -> plugin.running().size() == 1);
    }

    @Test
    void whileThereIsNoneEventsAreRefusedAtOnceAndHealthIsRed() {
        relayWith(plugin.restartMin(3_000));
        TestClient client = relay.connect();
        client.accepted(another());
        assertEquals(200, health());
        client.refused(note("crash"), "error");
        Eventually.holds("health is red", () -> health() == 503);
        client.refused(another(), "error");
        assertEquals(1, relay.meter("souk_trouble{part=\"plugin\"}"));
        answersAgain();
        Eventually.holds("health is green", () -> health() == 200);
    }

    @Test
    void eachFailureInARowDoublesThePause() {
        relayWith(plugin.command("./missing.sh").restartMin(200));
        TestClient client = relay.connect();
        Eventually.holds("it was tried", () -> relay.meter("souk_plugin_restarts_total") >= 3);
        client.refused(another(), "error");
        relay.set(config -> plugin.command("./plugin.sh").in(config));
        answersAgain();
    }

    @Test
    void thePauseGrowsNoFurtherThanRestartMax() {
        relayWith(plugin.command("./missing.sh").restartMin(100).restartMax(200));
        // By doubling alone the tenth were to come after 51 seconds.
        Eventually.holds("it was tried", () -> relay.meter("souk_plugin_restarts_total") >= 10);
    }

    @Test
    void withAnOpenDoorEventsPassWhileItFails() {
        relayWith(plugin.open().timeout(500).restartMin(2_000));
        TestClient client = relay.connect();
        client.accepted(note("forget"));
        Eventually.holds("it is given up", () -> relay.meter("souk_plugin_restarts_total") == 1);
        client.accepted(note("refuse"));
        assertEquals(200, health());
    }

    @Test
    void moreThanMayWaitAreRefusedAtOnce() {
        relayWith(plugin.maxInFlight(1).maxWaiting(2));
        TestClient client = relay.connect();
        for (int i = 0; i < 10; i++) {
            client.publish(note("slow " + i));
        }
        assertTrue(client.next().contains("false,\"error: "));
        Eventually.holds("most found no place", () -> relay.meter("souk_plugin_answers_total{answer=\"full\"}") >= 6);
    }

    @Test
    void anotherCommandTakesOverAndNoEventIsLost() {
        plugin.write("accept");
        TestClient client = relay.connect();
        client.accepted(another());
        relay.set(config -> plugin.command("./plugin.sh", "again").in(config));
        publishUntil(2);
        Eventually.holds("the old one is gone", () -> plugin.running().size() == 1);
        assertEquals(0, relay.meter("souk_plugin_restarts_total"));
    }

    @Test
    void aChangedFileTakesOverAndNoEventIsLost() {
        TestClient client = relay.connect();
        client.accepted(another());
        plugin.write("reject");
        Eventually.holds("the new one answers", () -> client.ok(another()).contains("false,\"blocked: "));
        assertEquals(0, relay.meter("souk_plugin_answers_total{answer=\"failed\"}"));
    }

    /** Each event must be accepted, before, while and after the plugin changes. */
    private void publishUntil(int starts) {
        TestClient client = relay.connect();
        long patience = System.nanoTime() + Patience.LIMIT.toNanos();
        for (int after = 0; after < 20; ) {
            client.accepted(another());
            assertTrue(System.nanoTime() < patience, "it did not change");
            if (plugin.starts() >= starts && plugin.running().size() == 1) {
                after++;
            }
        }
    }

    @Test
    void aNewOneThatFailsAtOnceLeavesTheOldOneInPlace() {
        TestClient client = relay.connect();
        client.accepted(another());
        List<ProcessHandle> before = plugin.running();
        plugin.replace("#!/bin/sh\necho broken >> pids.broken\nexit 1\n");
        Eventually.holds(
                "the new one was tried",
                () -> folder.resolve("pids.broken").toFile().exists());
        for (int i = 0; i < 50; i++) {
            client.accepted(another());
        }
        assertEquals(before, plugin.running());
    }

    @Test
    void whenTheRelayStopsWhatIsUnderWayIsAnsweredAndThePluginEnds() {
        TestClient client = relay.connect();
        Event event = note("slow");
        client.publish(event);
        Eventually.holds("it is asked", () -> !plugin.asked().isEmpty());
        relay.stopAndLook(store -> {
            assertTrue(store.contains(event.id()));
            assertTrue(plugin.running().isEmpty());
        });
    }

    @Test
    void aPluginThatWillNotEndIsKilled() {
        plugin.replace("#!/bin/sh\ntrap '' TERM\necho $$ >> pids\nwhile :; do sleep 1; done\n");
        relayWith(plugin.timeout(300));
        Eventually.holds("it runs", () -> plugin.running().size() == 1);
        TestClient client = relay.connect();
        client.publish(another());
        relay.stopAndLook(store -> assertTrue(plugin.running().isEmpty()));
    }

    @Test
    void aPluginThatDoesNotReadHoldsNobodyUp() {
        plugin.replace("#!/bin/sh\necho $$ >> pids\nexec sleep 60\n");
        relayWith(plugin.timeout(500).maxInFlight(1_000));
        TestClient client = relay.connect();
        Event large = note("x".repeat(60_000));
        for (int i = 0; i < 10; i++) {
            client.publish(TestEvents.note(i + large.content()).build());
        }
        for (int i = 0; i < 10; i++) {
            assertTrue(client.next().contains("false,\"error: "));
        }
    }
}
