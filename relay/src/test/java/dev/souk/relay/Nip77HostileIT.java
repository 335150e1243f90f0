package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.relay.config.NegentropyConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-77: what is no message, comes too late or too early, or is too much gets NEG-ERR and harms nobody. */
class Nip77HostileIT {
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private final List<RelayFixture> relays = new ArrayList<>();

    @AfterEach
    void stop() {
        relays.forEach(RelayFixture::close);
    }

    private RelayFixture relay(NegentropyConfig config) {
        RelayFixture relay = RelayFixture.start(all -> all.withNegentropy(config));
        relays.add(relay);
        return relay;
    }

    private RelayFixture relay() {
        return relay(NegentropyConfig.DEFAULT);
    }

    private static List<Event> notes(int count, long newest) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        note("note " + i + " of " + count).at(newest - i / 3).unsigned())
                .toList();
    }

    private static Set<Bytes32> ids(Event... events) {
        return ids(List.of(events));
    }

    private static Set<Bytes32> ids(List<Event> events) {
        return events.stream().map(Event::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String open(String filter, String message) {
        return open("n", filter, message);
    }

    private static String open(String id, String filter, String message) {
        return "[\"NEG-OPEN\",\"" + id + "\"," + filter + ",\"" + message + "\"]";
    }

    private static void assertRefused(String reason, String answer) {
        assertTrue(answer.startsWith("[\"NEG-ERR\",\"n\",\"" + reason), answer);
    }

    private static Set<Bytes32> need(TestClient client, String filter) {
        return NegentropyTalk.hold(client, filter, List.of()).need;
    }

    @Test
    void offersItsVersionToWhoSpeaksAnother() {
        TestClient client = relay().connect();
        client.accepted(note("note").build());
        for (String version : List.of("62", "6200000200", "60", "00", "ff")) {
            assertEquals(
                    "[\"NEG-MSG\",\"n\",\"61\"]",
                    client.send(open("{}", version)).next());
        }
        String answer = client.send("[\"NEG-MSG\",\"n\",\"6100000200\"]").next();
        assertTrue(answer.startsWith("[\"NEG-MSG\",\"n\",\"6100000201"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "6",
                "zz",
                "6100",
                "610000",
                "61000001",
                "6100000205",
                "61000002ffffffff7f",
                "6100000282808080808080808000",
                "61000003",
                "610021",
                "61ffffffffffffffffffff7f",
                "610201ff0001017f00",
                "61000000000000",
                "6181ffffffffffffffff7f0000050000"
            })
    void refusesWhatIsNoMessageAndGoesOn(String message) {
        RelayFixture relay = relay();
        TestClient client = relay.connect();
        Event note = note("note").build();
        client.accepted(note);
        assertRefused("invalid: ", client.send(open("{}", message)).next());
        assertRefused("closed: ", client.send("[\"NEG-MSG\",\"n\",\"61\"]").next());
        client.send(open("{}", NegentropyTalk.nothing())).next();
        assertRefused(
                "invalid: ",
                client.send("[\"NEG-MSG\",\"n\",\"" + message + "\"]").next());
        assertEquals(ids(note), need(client, "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"NEG-OPEN\",\"n\"]",
                "[\"NEG-OPEN\",\"n\",{}]",
                "[\"NEG-OPEN\",\"n\",[],\"61\"]",
                "[\"NEG-OPEN\",\"n\",{\"kinds\":1},\"61\"]",
                "[\"NEG-OPEN\",\"n\",{},61]",
                "[\"NEG-MSG\",\"n\"]",
                "[\"NEG-MSG\",\"n\",{}]"
            })
    void refusesWhatIsMalformed(String message) {
        TestClient client = relay().connect();
        assertRefused("invalid: ", client.send(message).next());
        client.nothingMore();
    }

    @Test
    void refusesConditionsItDoesNotKnow() {
        TestClient client = relay().connect();
        assertRefused("unsupported: ", client.send(open("{\"x\":1}", "61")).next());
        client.send("[\"NEG-CLOSE\",\"" + "x".repeat(65) + "\"]").send("[\"NEG-CLOSE\",\"never opened\"]");
        client.nothingMore();
    }

    @Test
    void closesWhatIsSilentForTooLong() {
        NegentropyConfig hasty =
                new NegentropyConfig(true, List.of(), 8, 1_000, 10_000, 20_000, Duration.ofMillis(500));
        RelayFixture relay = relay(hasty);
        TestClient client = relay.connect();
        client.send(open("{}", NegentropyTalk.nothing())).next();
        assertRefused("closed: ", client.next());
        assertEquals(0.0, relay.meter("souk_negentropy_sessions"));
    }

    /** Thousands of ranges in one message, none of which fits what is stored. */
    @Test
    void survivesAsManyRangesAsFitAMessage() {
        RelayFixture relay = relay();
        relay.store().save(notes(5_000, NOW));
        StringBuilder message = new StringBuilder("61");
        while (message.length() < 120_000) {
            message.append("0200").append("01").append("00".repeat(16));
        }
        TestClient client = relay.connect();
        String answer = client.send(open("{}", message.toString())).next();
        assertTrue(answer.startsWith("[\"NEG-MSG\",\"n\",\"61"), answer.substring(0, 40));
        assertTrue(answer.length() <= NegentropyConfig.DEFAULT.maxMessageBytes(), "" + answer.length());
        client.nothingMore();
    }

    @Test
    void refusesAMessageThatDoesNotWaitForItsTurn() {
        RelayFixture relay = relay();
        relay.store().save(notes(5_000, NOW));
        TestClient client = relay.connect();
        client.send(open("{\"kinds\":[1]}", NegentropyTalk.nothing()));
        client.send("[\"NEG-MSG\",\"n\",\"6100000200\"]");
        String answer = client.next();
        if (answer.startsWith("[\"NEG-MSG\"")) {
            answer = client.next();
        }
        assertTrue(answer.startsWith("[\"NEG-ERR\",\"n\",\"invalid: ") || answer.startsWith("[\"NEG-MSG\""), answer);
        assertEquals(5_000, need(client, "{}").size());
    }

    @Test
    void boundsTheMessagesThatWaitForASetAndForgetsThoseOfWhatIsClosed() {
        AtomicReference<FaultyStore> disk = new AtomicReference<>();
        RelayFixture relay = RelayFixture.onStore(
                all -> all.withLimits(new TestLimits().maxPendingReplays(2).build()),
                store -> disk.updateAndGet(none -> new FaultyStore(store)));
        relays.add(relay);
        FaultyStore slow = Objects.requireNonNull(disk.get());
        TestClient client = relay.connect();
        slow.hangFeed();
        try {
            Eventually.holds("the sets do not follow", () -> slow.hanging() > 0);
            client.accepted(note("not in the set yet").build());
            for (int i = 0; i < 20; i++) {
                client.send(open("n", "{}", NegentropyTalk.nothing())).send("[\"NEG-CLOSE\",\"n\"]");
            }
            for (String id : List.of("a", "b", "n")) {
                client.send(open(id, "{}", NegentropyTalk.nothing()));
            }
            assertRefused("rate-limited: too many requests", client.next());
        } finally {
            slow.mend();
        }
        String first = client.next().substring(0, 14);
        String second = client.next().substring(0, 14);
        assertEquals(Set.of("[\"NEG-MSG\",\"a\"", "[\"NEG-MSG\",\"b\""), Set.of(first, second));
        client.nothingMore();
    }
}
