package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.ReadConfig;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients may have read for them, and what they are told past it. */
class ReadControlIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey OPERATOR = TestKeys.key(20);
    private static final String HOME = "198.51.100.1";
    private static final String ELSEWHERE = "203.0.113.9";
    private static final int NOTES = 100;

    /** Rows that one look at all notes costs, and more than half of that. */
    private static final int SOME_ROWS = 150;

    private static final int NO_LIMIT = 0;

    private RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    private static Optional<Rate> aMinute(long amount) {
        return amount == NO_LIMIT ? Optional.empty() : Optional.of(new Rate(amount, Duration.ofMinutes(1)));
    }

    private static ReadConfig rows(int anonymous, int authenticated, int shares) {
        return new ReadConfig(
                aMinute(anonymous),
                Optional.empty(),
                aMinute(authenticated),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                shares,
                100,
                Optional.empty(),
                1_000);
    }

    private static ReadConfig bytes(int anonymous) {
        return new ReadConfig(
                Optional.empty(),
                aMinute(anonymous),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                4,
                100,
                Optional.empty(),
                1_000);
    }

    private static ReadConfig connections(int amount) {
        return new ReadConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                4,
                100,
                aMinute(amount),
                1_000);
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
    void whoHasSpentItsRowsWaitsUntilTheyAreFilledUp() {
        relayWith(rows(SOME_ROWS, NO_LIMIT, 4), 1);
        TestClient client = relay.connectFrom(HOME);
        assertEquals(NOTES, client.stored("{}").size());
        closed(client, "again");
        relay.setClock(RelayFixture.START.plusSeconds(130));
        assertEquals(NOTES, client.stored("{}").size());
    }

    @Test
    void anAddressGetsNoMoreByConnectingAgain() {
        relayWith(rows(SOME_ROWS, NO_LIMIT, 1), 1);
        assertEquals(NOTES, relay.connectFrom(HOME).stored("{}").size());
        closed(relay.connectFrom(HOME), "again");
        assertEquals(NOTES, relay.connectFrom(ELSEWHERE).stored("{}").size());
    }

    @Test
    void allConnectionsOfAnAddressHaveTheShareOfSome() {
        relayWith(rows(SOME_ROWS, NO_LIMIT, 4), 1);
        assertEquals(NOTES, relay.connectFrom(HOME).stored("{}").size());
        assertEquals(NOTES, relay.connectFrom(HOME).stored("{}").size());
    }

    @Test
    void aProvedKeyHasABudgetOfItsOwnAndTheSameEverywhere() {
        relayWith(rows(SOME_ROWS, SOME_ROWS, 1), 1);
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
        relayWith(rows(SOME_ROWS, SOME_ROWS, 1), 1);
        TestClient client = relay.connectFrom(HOME);
        client.authenticate(OPERATOR);
        for (int i = 0; i < 10; i++) {
            assertEquals(NOTES, client.stored("{}").size());
        }
    }

    @Test
    void whoIsOnThisMachineIsSpared() {
        relayWith(rows(SOME_ROWS, NO_LIMIT, 1), 1);
        TestClient client = relay.connect();
        for (int i = 0; i < 10; i++) {
            assertEquals(NOTES, client.stored("{}").size());
        }
    }

    @Test
    void aScanPastItsBudgetEndsEarlyAndSaysSoAndGoesOnLive() {
        relayWith(bytes(1_000), 20_000);
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
        relayWith(rows(SOME_ROWS, NO_LIMIT, 4), 1);
        TestClient client = relay.connectFrom(HOME);
        client.stored("{}");
        String count = client.send("[\"COUNT\",\"c\",{}]").next();
        assertTrue(count.startsWith("[\"CLOSED\",\"c\",\"rate-limited: "), count);
        String error = client.send("[\"NEG-OPEN\",\"n\",{},\"6100000200\"]").next();
        assertTrue(error.startsWith("[\"NEG-ERR\",\"n\",\"rate-limited: "), error);
    }

    @Test
    void whoGoesOnAskingInVainIsNotReadForAMoment() {
        relayWith(rows(SOME_ROWS, NO_LIMIT, 4), 1);
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
        relayWith(connections(2), 1);
        relay.connectFrom(HOME);
        relay.connectFrom(HOME);
        CompletionException failure = assertThrows(CompletionException.class, () -> relay.connectFrom(HOME));
        WebSocketHandshakeException refusal = assertInstanceOf(WebSocketHandshakeException.class, failure.getCause());
        assertEquals(429, refusal.getResponse().statusCode());
        relay.connectFrom(ELSEWHERE);
        relay.setClock(RelayFixture.START.plusSeconds(60));
        relay.connectFrom(HOME);
        assertEquals(1, brakes("turned_away"));
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
