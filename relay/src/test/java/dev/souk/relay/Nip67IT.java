package dev.souk.relay;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.souk.protocol.Event;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-67: EOSE says "finish" only when every stored match was sent, and "more" only when there are others. */
@Nip(works = "`finish` and `more` in EOSE")
class Nip67IT {
    private static final long T = RelayFixture.START.getEpochSecond();
    private static final int DEFAULT_LIMIT = 5;
    private static final int MAX_LIMIT = 8;
    private static final int MAX_ROWS = 256;
    private static final String FINISH = "[\"EOSE\",\"eose\",[\"finish\"]]";
    private static final String MORE = "[\"EOSE\",\"eose\",[\"more\"]]";
    private static final String NEITHER = "[\"EOSE\",\"eose\"]";

    private final RelayFixture relay = RelayFixture.withLimits(new TestLimits()
            .results(DEFAULT_LIMIT, MAX_LIMIT)
            .maxRowsExamined(MAX_ROWS)
            .build());
    private final TestClient client = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void saysFinishWhenThereIsNothing() {
        assertEquals(FINISH, client.eose("{}"));
        assertEquals(FINISH, client.eose("{\"ids\":[]}"));
    }

    @Test
    void saysFinishWhenAllWasSent() {
        store(3);
        assertEquals(FINISH, client.eose("{}"));
        assertEquals(FINISH, client.eose("{\"kinds\":[1],\"limit\":4}"));
        assertEquals(FINISH, client.eose("{\"kinds\":[7]}"));
    }

    @Test
    void saysMoreWhenALimitCutSomethingOff() {
        store(3);
        assertEquals(MORE, client.eose("{\"limit\":2}"));
        assertEquals(MORE, client.eose("{\"kinds\":[1,2],\"limit\":1}"));
    }

    @Test
    void saysFinishWhenTheLimitIsTheNumberOfMatches() {
        store(3);
        client.accepted(ofKind(7).at(T - 100).build());
        assertEquals(FINISH, client.eose("{\"kinds\":[1],\"limit\":3}"));
    }

    @Test
    void saysMoreWhenTheDefaultLimitCutSomethingOff() {
        store(DEFAULT_LIMIT);
        assertEquals(FINISH, client.eose("{}"));
        client.accepted(note("one more").build());
        assertEquals(MORE, client.eose("{}"));
    }

    @Test
    void saysMoreWhenAClampedLimitCutSomethingOff() {
        store(MAX_LIMIT);
        assertEquals(FINISH, client.eose("{\"limit\":1000}"));
        client.accepted(note("one more").build());
        assertEquals(MORE, client.eose("{\"limit\":1000}"));
        assertEquals(MORE, client.eose("{\"limit\":" + (MAX_LIMIT + 1) + "}"));
    }

    @Test
    void saysMoreToLimitZeroWhenThereAreMatches() {
        assertEquals(FINISH, client.eose("{\"limit\":0}"));
        store(1);
        assertEquals(MORE, client.eose("{\"limit\":0}"));
        assertEquals(FINISH, client.eose("{\"limit\":0,\"kinds\":[7]}"));
    }

    @Test
    void saysFinishForIdsThatAreAllFound() {
        Event event = note("").build();
        client.accepted(event);
        String ids = "\"ids\":[\"" + event.id() + "\",\"" + "0".repeat(64) + "\"]";
        assertEquals(FINISH, client.eose("{" + ids + "}"));
        assertEquals(FINISH, client.eose("{" + ids + ",\"limit\":1}"));
    }

    @Test
    void saysFinishForSeveralFiltersWhenNoneWasCut() {
        store(3);
        client.accepted(ofKind(7).build());
        assertEquals(FINISH, client.eose("{\"kinds\":[1]}", "{\"kinds\":[7],\"limit\":1}", "{\"ids\":[]}"));
    }

    @Test
    void doesNotSayFinishForSeveralFiltersWhenOneWasCut() {
        store(3);
        client.accepted(ofKind(7).build());
        assertFalse(
                client.eose("{\"kinds\":[1],\"limit\":2}", "{\"kinds\":[7]}").contains("finish"));
        assertFalse(
                client.eose("{\"kinds\":[7]}", "{\"kinds\":[1],\"limit\":2}").contains("finish"));
        assertFalse(client.eose("{\"kinds\":[7]}", "{\"limit\":0}").contains("finish"));
    }

    /** The first filter's limit cut nothing off that the second did not show: "more" would be a lie. */
    @Test
    void doesNotSayMoreWhenAnotherFilterShowedTheRest() {
        store(3);
        assertFalse(client.eose("{\"limit\":1}", "{\"kinds\":[1]}").contains("more"));
    }

    @Test
    void doesNotCountExpiredMatches() {
        Event expiring = note("").at(T - 10).tag("expiration", "" + (T + 10)).build();
        client.accepted(expiring);
        store(2);
        assertEquals(MORE, client.eose("{\"limit\":2}"));
        relay.setClock(RelayFixture.START.plus(Duration.ofSeconds(20)));
        assertEquals(FINISH, client.eose("{\"limit\":2}"));
    }

    @Test
    void doesNotCountDeletedMatches() {
        Event deleted = note("deleted").at(T - 10).build();
        client.accepted(deleted);
        store(2);
        client.accepted(deletionOf(deleted).build());
        assertEquals(FINISH, client.eose("{\"kinds\":[1],\"limit\":2}"));
    }

    @Test
    void saysNothingWhenItStoppedSearching() {
        client.accepted(note("a match").at(T - 1).tag("t", "a").tag("r", "a").build());
        client.accepted(IntStream.range(0, 2 * MAX_ROWS + 100)
                .mapToObj(i -> note("" + i).tag(i % 2 == 0 ? "t" : "r", "a").build())
                .toArray(Event[]::new));
        assertEquals(NEITHER, client.eose("{\"#t\":[\"a\"],\"#r\":[\"a\"]}"));
        assertEquals(FINISH, client.eose("{\"#t\":[\"b\"],\"#r\":[\"a\"]}"));
    }

    private void store(int count) {
        client.accepted(IntStream.range(0, count)
                .mapToObj(i -> note("" + i).at(T - i).build())
                .toArray(Event[]::new));
    }
}
