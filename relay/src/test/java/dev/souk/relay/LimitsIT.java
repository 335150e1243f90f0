package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.relay.config.EventsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each limit at the limit, and one past it. */
@SuppressWarnings("NullAway.Init") // Each test starts its own relay.
class LimitsIT {
    private RelayFixture relay;

    @AfterEach
    void stop() {
        relay.close();
    }

    private TestClient clientWith(UnaryOperator<TestLimits> limits) {
        relay = RelayFixture.withLimits(limits.apply(new TestLimits()).build());
        return relay.connect();
    }

    private static void assertClosed(String prefix, String answer) {
        assertTrue(answer.startsWith("[\"CLOSED\",\"") && answer.contains(",\"" + prefix + ": "), answer);
    }

    private static void assertRefused(String prefix, String answer) {
        assertTrue(answer.contains(",false,\"" + prefix + ": "), answer);
    }

    @Test
    void opensSoManySubscriptionsAndNoMore() {
        TestClient client = clientWith(limits -> limits.maxSubscriptions(3));
        for (String id : List.of("a", "b", "c")) {
            client.req(id, "{\"limit\":0}").eventsUntilEose(id);
        }
        assertClosed("rate-limited", client.req("d", "{\"limit\":0}").next());
        client.req("b", "{\"limit\":0}").eventsUntilEose("b");
        client.send("[\"CLOSE\",\"a\"]").req("d", "{\"limit\":0}").eventsUntilEose("d");
    }

    @Test
    void keepsSoManyValuesOfFiltersOfAllClientsAndNoMore() {
        TestClient client = clientWith(limits -> limits.maxTotalValues(100));
        String three = "{\"kinds\":[1,2],\"#t\":[\"x\"],\"limit\":0}";
        client.req("a", three).eventsUntilEose("a");
        TestClient other = relay.connect();
        other.req("b", three).eventsUntilEose("b");
        assertClosed("rate-limited", client.req("c", three).next());
        assertClosed(
                "rate-limited",
                client.req("a", "{\"limit\":0}", "{\"limit\":0}").next());
        client.req("a", three).eventsUntilEose("a");
        client.req("a", three).eventsUntilEose("a");
        other.close();
        Eventually.holds("its room is free", () -> relay.meter("souk_subscriptions") == 1);
        assertClosed(
                "rate-limited",
                client.req("c", "{\"#t\":[\"" + "x".repeat(2_000) + "\"]}").next());
        client.req("c", three).eventsUntilEose("c");
    }

    @Test
    void takesSoManyFiltersAndNoMore() {
        TestClient client = clientWith(limits -> limits.maxFilters(2));
        client.req("q", "{}", "{}").eventsUntilEose("q");
        assertClosed("invalid", client.req("q", "{}", "{}", "{}").next());
    }

    @Test
    void takesSoManyFilterValuesAndNoMore() {
        TestClient client = clientWith(limits -> limits.maxFilterValues(3));
        client.req("q", "{\"kinds\":[1,2],\"#t\":[\"x\"]}").eventsUntilEose("q");
        assertClosed(
                "invalid",
                client.req("q", "{\"kinds\":[1,2],\"#t\":[\"x\",\"y\"]}").next());
    }

    @Test
    void clampsAHugeLimitAndFillsInAMissingOne() {
        TestClient client = clientWith(limits -> limits.maxLimit(4).defaultLimit(2));
        for (int i = 0; i < 6; i++) {
            client.accepted(note("" + i).build());
        }
        assertEquals(4, client.stored("{\"limit\":5}").size());
        assertEquals(4, client.stored("{\"limit\":99999999999}").size());
        assertEquals(3, client.stored("{\"limit\":3}").size());
        assertEquals(2, client.stored("{}").size());
    }

    @Test
    void takesSoManyTagsAndNoMore() {
        TestClient client = clientWith(limits -> limits.maxEventTags(2));
        client.accepted(note("").tag("t", "a").tag("t", "b").build());
        assertRefused(
                "invalid",
                client.ok(note("").tag("t", "a").tag("t", "b").tag("t", "c").build()));
    }

    @Test
    void countsContentInCharactersNotInUnits() {
        TestClient client = clientWith(limits -> limits.maxContentCharacters(5));
        client.accepted(note("🚀".repeat(5)).build(), note("12345").build());
        assertRefused("invalid", client.ok(note("🚀".repeat(6)).build()));
        assertRefused("invalid", client.ok(note("123456").build()));
    }

    @Test
    void takesEventsFromTheNearFutureAndTheRecentPastOnly() {
        relay = RelayFixture.start(config -> config.withEvents(
                new EventsConfig(config.events().extraKinds(), Duration.ofSeconds(60), Duration.ofSeconds(600), 0)));
        TestClient client = relay.connect();
        long now = RelayFixture.START.getEpochSecond();
        client.accepted(note("").at(now + 60).build(), note("").at(now - 600).build());
        assertRefused("invalid", client.ok(note("").at(now + 61).build()));
        assertRefused("invalid", client.ok(note("").at(now - 601).build()));
    }

    @Test
    void turnsAwayConnectionsThatAreTooManyUntilOneLeaves() {
        TestClient first = clientWith(limits -> limits.maxConnections(2));
        try (TestClient second = relay.connect()) {
            second.stored("{}");
            try (RawSocket third = RawSocket.open(relay)) {
                assertTrue(third.readHead().startsWith("HTTP/1.1 503 "));
            }
        }
        Eventually.holds("there is room for another", () -> {
            try (RawSocket again = RawSocket.open(relay)) {
                return again.handshake().startsWith("HTTP/1.1 101 ");
            }
        });
        first.stored("{}");
    }

    @Test
    void stopsALongScanWithoutClaimingToBeFinished() {
        TestClient client = clientWith(limits -> limits.maxRowsExamined(1_000));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            events.add(note("" + i).tag("t", "common").unsigned());
        }
        relay.store().save(events);
        client.req("q", "{\"#t\":[\"common\"],\"#r\":[\"none\"],\"limit\":10}");
        assertTrue(client.next().startsWith("[\"EOSE\",\"q\""), "a rare tag is found out at once");
        client.req("q", "{\"kinds\":[1],\"since\":0,\"#t\":[\"common\"],\"#p\":[]}");
        assertEquals("[\"EOSE\",\"q\",[\"finish\"]]", client.next());
        List<Event> both = events.stream()
                .map(event -> TestEvents.ofKind(7)
                        .content(event.content())
                        .tag("t", "common")
                        .tag("r", event.content())
                        .unsigned())
                .toList();
        relay.store().save(both);
        client.req(
                "q",
                "{\"#t\":[\"common\"],\"authors\":[\"" + events.get(0).pubkey() + "\"],\"kinds\":[1,7],\"#e\":[\""
                        + "0".repeat(64) + "\"]}");
        assertTrue(client.next().startsWith("[\"EOSE\",\"q\""));
    }

    @Test
    void answersEveryEventThoughItReadsNoFurtherThanSoMany() {
        TestClient client = clientWith(limits -> limits.maxPendingEvents(4));
        Set<String> expected = new HashSet<>();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Event event = note("" + i).build();
            events.add(event);
            expected.add("[\"OK\",\"" + event.id() + "\",true,\"\"]");
        }
        events.forEach(client::publish);
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            answers.add(client.next());
        }
        assertEquals(expected, answers);
        assertFalse(answers.isEmpty());
    }
}
