package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.ListsConfig;
import dev.souk.relay.config.ReadConfig;
import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.config.ServerConfig.ForwardedHeader;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may have read for them, and what they are told past it. */
class ReadControlIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey OPERATOR = TestKeys.key(20);
    private static final String HOME = "198.51.100.1";
    private static final String ELSEWHERE = "203.0.113.9";
    private static final int NOTES = 100;

    /** One look at all notes costs a little more than that: a hundred rows for asking, and two for each note. */
    private static final int SOME_ROWS = 295;

    private RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    /** A relay with some notes in it. */
    private void relayWith(TestRead read, int noteLength) {
        relayWith(read.build(), noteLength);
    }

    private void relayWith(ReadConfig read, int noteLength) {
        relay.close();
        relay = RelayFixture.start(config ->
                config.withRead(read).withMembers(config.members().withOperators(Set.of(OPERATOR.publicKey()))));
        TestClient local = relay.connect();
        for (int i = 0; i < NOTES; i++) {
            local.accepted(note("x".repeat(noteLength)).at(1_699_000_000 + i).build());
        }
    }

    private double brakes(String brake) {
        return relay.meter("souk_read_brakes_total{brake=\"" + brake + "\"}");
    }

    private static void closed(TestClient client, String id) {
        String answer = client.req(id, "{}").next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"" + id + "\",\"rate-limited: "), answer);
        assertTrue(answer.contains("ask again in "), answer);
    }

    @Test
    void oneAddressKeepsAQuarterOfAllValuesOfFilters() {
        relay.close();
        relay = RelayFixture.withLimits(new TestLimits().maxTotalValues(400).build());
        TestClient client = relay.connectFrom(HOME);
        client.req("a", "{\"kinds\":[1],\"limit\":0}").eventsUntilEose("a");
        relay.connectFrom(HOME).req("b", "{\"kinds\":[1],\"limit\":0}").eventsUntilEose("b");
        String answer = client.req("c", "{\"kinds\":[1],\"limit\":0}").next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"c\",\"rate-limited: "), answer);
        relay.connectFrom(ELSEWHERE).req("c", "{\"kinds\":[1],\"limit\":0}").eventsUntilEose("c");
        client.send("[\"CLOSE\",\"a\"]").req("c", "{\"kinds\":[1],\"limit\":0}").eventsUntilEose("c");
    }

    @Test
    void whoHasSpentItsRowsWaitsUntilTheyAreFilledUp() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS), 1);
        TestClient client = relay.connectFrom(HOME);
        assertEquals(NOTES, client.stored("{}").size());
        closed(client, "again");
        relay.setClock(RelayFixture.START.plusSeconds(130));
        assertEquals(NOTES, client.stored("{}").size());
    }

    @Test
    void anAddressGetsNoMoreByConnectingAgain() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS).shares(1), 1);
        assertEquals(NOTES, relay.connectFrom(HOME).stored("{}").size());
        closed(relay.connectFrom(HOME), "again");
        assertEquals(NOTES, relay.connectFrom(ELSEWHERE).stored("{}").size());
    }

    @Test
    void allConnectionsOfAnAddressHaveTheShareOfSome() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS), 1);
        assertEquals(NOTES, relay.connectFrom(HOME).stored("{}").size());
        assertEquals(NOTES, relay.connectFrom(HOME).stored("{}").size());
    }

    @Test
    void aProvedKeyHasABudgetOfItsOwnAndTheSameEverywhere() {
        relayWith(
                new TestRead()
                        .anonymousRows(SOME_ROWS)
                        .authenticatedRows(SOME_ROWS)
                        .shares(1),
                1);
        TestClient client = relay.connectFrom(HOME);
        client.stored("{}");
        closed(client, "again");
        client.authenticate(ALICE);
        assertEquals(NOTES, client.stored("{}").size());
        TestClient other = relay.connectFrom(ELSEWHERE);
        other.authenticate(ALICE);
        closed(other, "key");
    }

    @Test
    void aListedKeyHasTheBudgetOfTheListed() {
        relayWith(
                new TestRead()
                        .anonymousRows(SOME_ROWS)
                        .authenticatedRows(SOME_ROWS)
                        .shares(1),
                1);
        TestClient client = relay.connectFrom(HOME);
        client.authenticate(OPERATOR);
        for (int i = 0; i < 10; i++) {
            assertEquals(NOTES, client.stored("{}").size());
        }
    }

    @Test
    void theListedAreBoundToo() {
        List<TestRead> bounds = List.of(
                new TestRead().listedRows(SOME_ROWS).shares(1),
                new TestRead().listedBytes(2_000).shares(1));
        for (TestRead bound : bounds) {
            relayWith(bound, 1);
            TestClient client = relay.connectFrom(HOME);
            client.authenticate(OPERATOR);
            assertEquals(NOTES, client.stored("{}").size());
            closed(client, "again");
        }
    }

    @Test
    void whoHasProvedAKeyPaysForBytesOutOfItsOwn() {
        relayWith(new TestRead().authenticatedBytes(2_000), 1);
        TestClient anonymous = relay.connectFrom(HOME);
        TestClient operator = relay.connectFrom(HOME);
        operator.authenticate(OPERATOR);
        for (TestClient client : List.of(anonymous, operator, anonymous, operator)) {
            assertEquals(NOTES, client.stored("{}").size());
        }
        anonymous.authenticate(ALICE);
        assertEquals(NOTES, anonymous.stored("{}").size());
        closed(anonymous, "again");
    }

    @Test
    void ofTooManyAddressesSomeAreForgotten() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS).shares(1).maxTracked(10), 1);
        int closed = 0;
        for (int i = 0; i < 60; i++) {
            TestClient client = relay.connectFrom("198.51.100." + i % 30);
            String message = client.req("q", "{}").next();
            closed += message.startsWith("[\"CLOSED\"") ? 1 : 0;
        }
        assertTrue(closed <= 10, closed + " were remembered");
    }

    @Test
    void whoIsOnThisMachineIsSpared() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS).shares(1), 1);
        TestClient client = relay.connect();
        for (int i = 0; i < 10; i++) {
            assertEquals(NOTES, client.stored("{}").size());
        }
    }

    @Test
    void whoIsOnThisMachineIsBoundWhenNoAddressIsExempt() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS), 1);
        relay.set(config -> config.withLists(new ListsConfig(Optional.empty(), 100, List.of())));
        TestClient client = relay.connect();
        assertEquals(NOTES, client.stored("{}").size());
        closed(client, "again");
    }

    @Test
    void aScanPastItsBudgetEndsEarlyAndSaysSoAndGoesOnLive() {
        relayWith(new TestRead().anonymousBytes(1_000), 20_000);
        TestClient client = relay.connectFrom(HOME);
        client.req("scrape", "{}");
        int events = 0;
        String message = client.next();
        while (message.startsWith("[\"EVENT\"")) {
            events++;
            message = client.next();
        }
        assertTrue(events > 0 && events < NOTES, "got " + events);
        assertTrue(message.startsWith("[\"NOTICE\",\"rate-limited: \\\"scrape\\\" ends early"), message);
        assertEquals("[\"EOSE\",\"scrape\"]", client.next());
        Event fresh = note("live").build();
        relay.connect().accepted(fresh);
        assertEquals(fresh, client.nextEvent("scrape"));
        assertEquals(1, brakes("cut"));
    }

    @Test
    void countsAndReconciliationsAreBoundToo() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS), 1);
        TestClient client = relay.connectFrom(HOME);
        client.stored("{}");
        String count = client.send("[\"COUNT\",\"c\",{}]").next();
        assertTrue(count.startsWith("[\"CLOSED\",\"c\",\"rate-limited: "), count);
        String error = client.send("[\"NEG-OPEN\",\"n\",{},\"6100000200\"]").next();
        assertTrue(error.startsWith("[\"NEG-ERR\",\"n\",\"rate-limited: "), error);
    }

    /** The set is kept, or collected at first. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"limit\":100}"})
    void eachMessageOfAReconciliationPaysForItsAnswer(String filter) {
        List<TestRead> bounds = List.of(
                new TestRead().anonymousRows(1_000), new TestRead().anonymousBytes(4 * NOTES * 2 * Bytes32.SIZE));
        for (TestRead bound : bounds) {
            relayWith(bound, 1);
            TestClient client = relay.connectFrom(HOME);
            String all = "\"6100000200\"]";
            String answer =
                    client.send("[\"NEG-OPEN\",\"n\"," + filter + "," + all).next();
            int answers = 0;
            while (answer.startsWith("[\"NEG-MSG\",\"n\",")) {
                answers++;
                assertTrue(answers <= 5, "more is answered than was paid for");
                answer = client.send("[\"NEG-MSG\",\"n\"," + all).next();
            }
            assertTrue(answer.startsWith("[\"NEG-ERR\",\"n\",\"rate-limited: "), answer);
            assertTrue(answers >= 3, "answered " + answers);
        }
    }

    @Test
    void aSearchPaysForTheTextsThatAreReadForIt() {
        relay.close();
        ReadConfig read = new TestRead().anonymousRows(3_000).build();
        relay = RelayFixture.start(
                config -> config.withSearch(SearchConfig.DEFAULT).withRead(read));
        TestClient local = relay.connect();
        for (int i = 0; i < 50; i++) {
            local.accepted(note(i + " market place".repeat(1_000)).build());
        }
        TestClient client = relay.connectFrom(HOME);
        String answer = client.req("q", "{\"search\":\"\\\"place place\\\"\"}").next();
        if (answer.startsWith("[\"NOTICE\"")) {
            answer = client.next();
        }
        assertTrue(answer.startsWith("[\"EOSE\",\"q\""), answer);
        closed(client, "again");
    }

    @Test
    void whoGoesOnAskingInVainIsNotReadForAMoment() {
        relayWith(new TestRead().anonymousRows(SOME_ROWS), 1);
        TestClient client = relay.connectFrom(HOME);
        client.stored("{}");
        for (int i = 0; i < 60; i++) {
            client.req("again", "{}");
        }
        for (int i = 0; i < 60; i++) {
            assertTrue(client.next().startsWith("[\"CLOSED\",\"again\",\"rate-limited: "));
        }
        assertTrue(brakes("paused") >= 1);
        assertEquals(60, brakes("refused"));
        client.accepted(note("publishing goes on").build());
    }

    @Test
    void whoConnectsTooOftenIsTurnedAway() {
        relayWith(new TestRead().connectionRate(2), 1);
        relay.connectFrom(HOME);
        relay.connectFrom(HOME);
        assertTurnedAway(HOME);
        relay.connectFrom(ELSEWHERE);
        relay.setClock(RelayFixture.START.plusSeconds(60));
        relay.connectFrom(HOME);
        assertEquals(1, brakes("turned_away"));
    }

    @Test
    void anAddressHasSoManyConnectionsAtATime() {
        relayWith(new TestRead().maxConnections(2), 1);
        relay.connectFrom("2001:db8:1:2::1");
        TestClient neighbour = relay.connectFrom("2001:db8:1:2::2");
        assertTurnedAway("2001:db8:1:2::3");
        relay.connectFrom("2001:db8:1:3::1");
        neighbour.close();
        Eventually.holds("the neighbour is gone", () -> relay.meter("souk_connections") == 3);
        relay.connectFrom("2001:db8:1:2::3");
        assertEquals(1, brakes("turned_away"));
    }

    /** Nobody is spared, and nobody speaks for others. */
    private void atTheOpenInternet() {
        relay.set(config -> config.withLists(new ListsConfig(Optional.empty(), 100, List.of()))
                .withServer(config.server().behind(List.of(), ForwardedHeader.NONE, false)));
    }

    private void assertTurnedAway(String words, RawSocket raw) {
        String head = raw.readHead();
        assertTrue(head.startsWith("HTTP/1.1 429 "), head);
        assertTrue(head.contains("\r\nretry-after: 5\r\n"), head);
        assertEquals("rate-limited: at most " + words + "\n", raw.readAll());
    }

    @Test
    void socketsThatNeverBecomeWebSocketsCountToo() {
        relayWith(new TestRead().maxConnections(3), 1);
        atTheOpenInternet();
        RawSocket silent = RawSocket.open(relay);
        try (RawSocket page = RawSocket.open(relay)) {
            page.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(page.readHead().startsWith("HTTP/1.1 200 "));
            relay.connect().nothingMore();
            try (RawSocket tooMany = RawSocket.open(relay)) {
                assertTurnedAway("3 open connections of one address", tooMany);
            }
            assertEquals(1, brakes("turned_away"));
            silent.close();
            Eventually.holds("there is room again", () -> relay.meter("souk_connections") == 3);
            relay.connect().nothingMore();
        }
    }

    @Test
    void socketsThatNeverBecomeWebSocketsHaveTheirRateToo() {
        relayWith(new TestRead().connectionRate(2), 1);
        atTheOpenInternet();
        RawSocket.open(relay).close();
        relay.connect().nothingMore();
        try (RawSocket tooMany = RawSocket.open(relay)) {
            assertTurnedAway("2 connections from one address in 60 seconds", tooMany);
        }
    }

    private void assertTurnedAway(String address) {
        CompletionException failure = assertThrows(CompletionException.class, () -> relay.connectFrom(address));
        WebSocketHandshakeException refusal = assertInstanceOf(WebSocketHandshakeException.class, failure.getCause());
        assertEquals(429, refusal.getResponse().statusCode());
    }

    @Test
    void anAppThatOpensTwentySubscriptionsAtOnceIsNotTroubled() {
        relayWith(ReadConfig.DEFAULT, 1_000);
        TestClient client = relay.connectFrom(HOME);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 20; i++) {
                client.req("s" + i, "{\"kinds\":[1],\"limit\":500}");
            }
            int eoses = 0;
            while (eoses < 20) {
                String message = client.next();
                assertTrue(message.startsWith("[\"EVENT\"") || message.startsWith("[\"EOSE\""), message);
                eoses += message.startsWith("[\"EOSE\"") ? 1 : 0;
            }
        }
    }
}
