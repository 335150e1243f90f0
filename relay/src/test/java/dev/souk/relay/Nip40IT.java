package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-40: expired events are not accepted, not served, and swept. */
@Nip(works = "expired events are refused, not served, and removed")
class Nip40IT {
    private static final long T = RelayFixture.START.getEpochSecond();

    private final RelayFixture relay = RelayFixture.start();
    private final TestClient client = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void refusesWhatIsExpiredOnArrival() {
        client.subscribe("live", "{\"kinds\":[1]}");
        client.refused(expiring(note(""), T - 1), "invalid");
        client.refused(expiring(note(""), T), "invalid");
        client.refused(expiring(note(""), 0), "invalid");
        client.nothingMore();
        assertEquals(List.of(), client.stored("{}"));
    }

    @Test
    void servesAndDeliversWhatIsNotExpiredYet() {
        client.subscribe("live", "{\"kinds\":[1]}");
        Event event = expiring(note(""), T + 1);
        relay.connect().accepted(event);
        assertEquals(event, client.nextEvent("live"));
        assertEquals(List.of(event), client.stored("{}"));
    }

    @Test
    void servesNoExpiredEventHoweverItIsAskedFor() {
        Event event = expiring(note("").tag("t", "a"), T + 10);
        client.accepted(event);
        setClock(T + 9);
        assertEquals(List.of(event), client.stored("{}"));
        setClock(T + 10);
        for (String filter : List.of(
                "{}",
                "{\"ids\":[\"" + event.id() + "\"]}",
                "{\"authors\":[\"" + event.pubkey() + "\"]}",
                "{\"kinds\":[1]}",
                "{\"#t\":[\"a\"]}")) {
            assertEquals(List.of(), client.stored(filter), filter);
        }
    }

    @Test
    void countsTheLimitAfterWhatHasExpired() {
        List<Event> kept = notes(3, T - 100);
        client.accepted(kept.toArray(Event[]::new));
        for (int i = 0; i < 5; i++) {
            client.accepted(expiring(note("expiring " + i), T + 10));
        }
        setClock(T + 10);
        assertEquals(kept.subList(0, 2), client.stored("{\"limit\":2}"));
        assertEquals(kept, client.stored("{\"kinds\":[1],\"limit\":3}"));
    }

    /** More than one sweep takes, so that some are still there while the first answers are given. */
    @Test
    void servesNoneOfManyExpiredEventsAndSweepsThemAll() {
        List<Event> expiring = IntStream.range(0, 1_200)
                .mapToObj(i -> expiring(note("" + i), T + 10))
                .toList();
        Event kept = note("kept").at(T - 1).build();
        client.accepted(expiring.toArray(Event[]::new));
        client.accepted(kept);
        setClock(T + 10);
        assertEquals(List.of(kept), client.stored("{\"limit\":10}"));
        Eventually.holds(
                "no expired event is stored",
                () -> expiring.stream().noneMatch(event -> relay.store().contains(event.id())));
        assertEquals(List.of(kept), client.stored("{}"));
        client.refused(expiring.getFirst(), "invalid");
    }

    @Test
    void sweepsNothingThatHasNotExpired() {
        Event first = expiring(note("first"), T + 10);
        Event second = expiring(note("second"), T + 11);
        client.accepted(first, second);
        setClock(T + 10);
        Eventually.holds("the first is swept", () -> !relay.store().contains(first.id()));
        assertEquals(List.of(second), client.stored("{}"));
    }

    @Test
    void doesNotBringAnOlderVersionBackWhenTheLatestExpires() {
        Event older = ofKind(0).at(T - 1).build();
        Event latest = expiring(ofKind(0), T + 10);
        client.accepted(older, latest);
        setClock(T + 10);
        assertEquals(List.of(), client.stored("{\"kinds\":[0]}"));
    }

    @Test
    void servesNothingExpiredAfterARestart() {
        client.accepted(expiring(note(""), T + 10));
        setClock(T + 10);
        relay.restart();
        assertEquals(List.of(), relay.connect().stored("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", " 1", "0x1", "\u0661", "99999999999999999999"})
    void ignoresAnExpirationThatIsNoTime(String value) {
        Event event = note("").tag("expiration", value).build();
        client.accepted(event);
        assertEquals(List.of(event), client.stored("{}"));
    }

    @Test
    void ignoresAnExpirationWithoutAValue() {
        Event event = note("").tag("expiration").build();
        client.accepted(event);
        assertEquals(List.of(event), client.stored("{}"));
    }

    @Test
    void letsEphemeralEventsPassWhateverTheirExpiration() {
        TestClient reader = relay.connect();
        reader.subscribe("live", "{\"kinds\":[20001]}");
        List<Event> passing = Stream.of(T - 1_000, T, T + 10)
                .map(expiration -> expiring(ofKind(20_001), expiration))
                .toList();
        client.accepted(passing.toArray(Event[]::new));
        for (Event event : passing) {
            assertEquals(event, reader.nextEvent("live"));
        }
        reader.nothingMore();
    }

    private static Event expiring(TestEvents event, long expiration) {
        return event.tag("expiration", Long.toString(expiration)).build();
    }

    private static List<Event> notes(int count, long newest) {
        return IntStream.range(0, count)
                .mapToObj(i -> note("" + i).at(newest - i).build())
                .toList();
    }

    private void setClock(long seconds) {
        relay.setClock(java.time.Instant.ofEpochSecond(seconds));
    }
}
