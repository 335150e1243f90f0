package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.AuthConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin decides, what it is asked about, and what clients see of it. */
class PluginIT {
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

    private double answers(String answer) {
        return relay.meter("souk_plugin_answers_total{answer=\"" + answer + "\"}");
    }

    @Test
    void whatItAcceptsIsPublished() {
        TestClient reader = relay.connect();
        reader.subscribe("live", "{\"limit\":0}");
        relay.connect().accepted(note("hello"));
        assertEquals("hello", reader.nextEvent("live").content());
        assertEquals(1, answers("accept"));
        assertEquals(1, relay.meter("souk_plugin_asked_total"));
        assertEquals(0, relay.meter("souk_plugin_in_flight"));
    }

    @Test
    void whatItRejectsIsRefusedInItsWords() {
        Event event = note("refuse");
        assertEquals(
                "[\"OK\",\"" + event.id() + "\",false,\"pow: think harder\"]",
                relay.connect().ok(event));
        assertTrue(relay.connect().stored("{}").isEmpty());
        assertEquals(1, answers("reject"));
    }

    @Test
    void wordsThatClientsWouldNotUnderstandAreMadeAReason() {
        Event odd = note("dislike");
        assertEquals(
                "[\"OK\",\"" + odd.id() + "\",false,\"blocked: not    here\"]",
                relay.connect().ok(odd));
        Event none = note("mute");
        assertEquals(
                "[\"OK\",\"" + none.id() + "\",false,\"blocked: not accepted by the policy of this relay\"]",
                relay.connect().ok(none));
    }

    @Test
    void whatItShadowRejectsIsAnsweredWithTrueAndShownToNobody() {
        TestClient client = relay.connect();
        client.subscribe("live", "{\"limit\":0}");
        client.accepted(note("shadow"));
        client.accepted(note("shadow"));
        client.nothingMore();
        assertTrue(client.stored("{}").isEmpty());
        assertEquals(2, relay.meter("souk_events_total{outcome=\"shadowed\"}"));
    }

    @Test
    void itIsToldWhereAnEventComesFrom() {
        relay.setClock(RelayFixture.START.plusSeconds(7));
        Event event = note("hello");
        relay.connectFrom("203.0.113.9").accepted(event);
        assertEquals(
                "{\"type\":\"new\",\"event\":" + TestClient.json(event)
                        + ",\"receivedAt\":1700000007,\"sourceType\":\"IP4\",\"sourceInfo\":\"203.0.113.9\"}",
                plugin.asked().getFirst());
        relay.connectFrom("2001:db8::1").accepted(note("hello again"));
        assertTrue(
                plugin.asked().getLast().endsWith(",\"sourceType\":\"IP6\",\"sourceInfo\":\"2001:db8:0:0:0:0:0:1\"}"));
    }

    @Test
    void itIsToldWhichKeyWasProved() {
        relay.set(config -> config.withAuth(new AuthConfig(AuthConfig.Mode.WRITE, List.of(), Set.of(), true)));
        TestClient client = relay.connect();
        client.authenticate(TestKeys.carol());
        client.accepted(note("hello"));
        assertTrue(plugin.asked()
                .getLast()
                .endsWith(",\"authed\":\"" + TestKeys.carol().publicKey() + "\"}"));
    }

    @Test
    void itIsAskedAboutWhatIsNewAndSignedOnly() {
        TestClient client = relay.connect();
        Event event = note("hello");
        client.accepted(event);
        client.duplicate(event);
        client.refused(TestEvents.note("forged").unsigned(), "invalid");
        client.refused(TestEvents.ofKind(22_242).build(), "invalid");
        assertEquals(1, plugin.asked().size());
    }

    @Test
    void requestsToVanishAreFollowedWithoutIt() {
        relay.connect()
                .accepted(TestEvents.ofKind(62)
                        .content("refuse")
                        .tag("relay", "ALL_RELAYS")
                        .build());
        assertTrue(plugin.asked().isEmpty());
    }

    @Test
    void whoeverIsExemptIsNotAskedAboutWhenTheOperatorSaysSo() {
        relay.set(config -> plugin.spareExempt().in(config));
        relay.connect().accepted(note("refuse"));
        relay.connectFrom("203.0.113.9").refused(note("refuse it"), "pow");
        assertEquals(1, plugin.asked().size());
    }

    @Test
    void eachOfTwoClientsThatBringAnEventAtOnceGetsItsAnswer() {
        Event event = note("slow");
        TestClient first = relay.connect().publish(event);
        TestClient second = relay.connect().publish(event);
        List<String> answers = Stream.of(first.next(), second.next()).sorted().toList();
        assertTrue(answers.getFirst().contains(",true,\"\""), answers::toString);
        assertTrue(answers.getLast().contains(",true,\"duplicate: "), answers::toString);
    }

    @Test
    void eventsThatAreUnderWayTogetherAreStoredAndAnsweredInTheOrderOfItsAnswers() {
        relayWith(plugin.maxInFlight(16));
        TestClient reader = relay.connect();
        reader.subscribe("live", "{\"limit\":0}");
        TestClient client = relay.connect();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(TestEvents.note("note " + i)
                    .at(RelayFixture.START.getEpochSecond() - i % 7)
                    .build());
        }
        events.forEach(client::publish);
        List<String> answered =
                events.stream().map(event -> client.next().substring(7, 71)).toList();
        List<String> asked = plugin.asked().stream()
                .map(line -> line.substring(line.indexOf("\"id\":\"") + 6).substring(0, 64))
                .toList();
        assertEquals(asked, answered);
        assertEquals(
                asked,
                events.stream()
                        .map(event -> reader.nextEvent("live").id().hex())
                        .toList());
    }

    @Test
    void aSlowPluginSlowsNeitherReadsNorWhatItIsNotAskedAbout() {
        TestClient client = relay.connect();
        Event known = note("hello");
        client.accepted(known);
        TestClient publisher = relay.connect();
        for (int i = 0; i < 20; i++) {
            publisher.publish(TestEvents.note("slow " + i).build());
        }
        long start = System.nanoTime();
        client.duplicate(known);
        assertEquals(1, client.stored("{\"kinds\":[1]}").size());
        client.refused(TestEvents.note("forged").unsigned(), "invalid");
        assertTrue(System.nanoTime() - start < 2_000_000_000L, "it took too long");
        assertTrue(publisher.rest().size() < 5);
        relay.set(config -> plugin.timeout(100).in(config));
    }

    @Test
    void anEventThatItForgetsIsRefusedInTimeAndOthersAreNot() {
        relayWith(plugin.timeout(1_000));
        TestClient client = relay.connect();
        TestClient other = relay.connect();
        Event forgotten = note("forget");
        client.publish(forgotten);
        Eventually.holds("it is asked", () -> !plugin.asked().isEmpty());
        other.accepted(note("hello"));
        assertTrue(client.next().startsWith("[\"OK\",\"" + forgotten.id() + "\",false,\"error: "));
        other.accepted(note("hello again"));
        assertEquals(0, relay.meter("souk_plugin_restarts_total"));
        assertEquals(1, answers("late"));
    }

    @Test
    void anAnswerThatComesTooLateIsNotTakenForAnother() {
        relayWith(plugin.timeout(600));
        TestClient client = relay.connect();
        TestClient other = relay.connect();
        client.publish(note("hello"));
        client.next();
        other.publish(note("slow")).publish(note("refuse"));
        // The second one may be asked so late that its own answer comes in time; the first one's must not stand for it.
        assertTrue(other.next().contains(",false,\""));
        assertTrue(other.next().contains(",false,\""));
        Eventually.holds(
                "it answers again",
                () -> client.ok(note("hello " + System.nanoTime())).contains(",true,\"\""));
    }

    @Test
    void withoutAPluginEventsPass() {
        relay.set(config -> plugin.command().in(config));
        TestClient client = relay.connect();
        Eventually.holds(
                "it is gone", () -> plugin.starts() > 0 && plugin.running().isEmpty());
        client.accepted(note("refuse"));
        relay.set(config -> plugin.command("./plugin.sh").in(config));
        Eventually.holds("it is back", () -> plugin.running().size() == 1);
        Eventually.holds(
                "it is asked",
                () -> client.ok(note("refuse " + System.nanoTime())).contains(",false,\"pow: "));
    }

    @Test
    void itSeesItsFolderAndFewVariables() {
        relay.connect().accepted(note("hello"));
        assertTrue(plugin.environment().stream().anyMatch(line -> line.startsWith("PATH=")));
        assertFalse(plugin.environment().stream().anyMatch(line -> line.startsWith("JAVA_HOME=")));
    }

    @Test
    void whatItComplainsOfKeepsNobodyWaiting() {
        relay.connect().accepted(note("complain"));
    }

    @Test
    void eventsOfAnyLengthReachIt() {
        Event event = TestEvents.note("\"long\u2028 \u0000 ".repeat(5_000)).build();
        relay.connect().accepted(event);
        assertTrue(plugin.asked().getFirst().contains(TestClient.json(event)));
    }
}
