package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-01, subscriptions: EOSE, live events, CLOSE, and what a subscription id may be. */
class Nip01SubscriptionIT {
    private static final long T = RelayFixture.START.getEpochSecond();

    private final RelayFixture relay = RelayFixture.start();
    private final TestClient client = relay.connect();
    private final TestClient reader = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void deliversNewEventsAfterEoseToWhoeverWantsThem() {
        assertEquals(List.of(), reader.subscribe("live", "{\"kinds\":[1]}"));
        Event event = note("news").build();
        client.accepted(event, ofKind(7).by(bob()).build());
        assertEquals(event, reader.nextEvent("live"));
        reader.nothingMore();
    }

    @Test
    void deliversToThePublisherToo() {
        client.subscribe("own", "{}");
        Event event = note("mine").build();
        client.publish(event);
        assertEquals(Set.of(delivery("own", event), accepted(event)), next(client, 2));
    }

    @Test
    void sendsStoredEventsThenEoseThenLiveEvents() {
        Event stored = note("stored").build();
        client.accepted(stored);
        reader.req("all", "{}");
        assertEquals(stored, reader.nextEvent("all"));
        assertEquals("[\"EOSE\",\"all\",[\"finish\"]]", reader.next());
        Event live = note("live").build();
        client.accepted(live);
        assertEquals(live, reader.nextEvent("all"));
    }

    @Test
    void deliversLiveInTheOrderOfStoringWhateverTheTimestamps() {
        reader.subscribe("live", "{}");
        List<Event> events = IntStream.range(0, 50)
                .mapToObj(i -> note("" + i).at(T - i * 37 % 50).build())
                .toList();
        client.accepted(events.toArray(Event[]::new));
        for (Event event : events) {
            assertEquals(event, reader.nextEvent("live"));
        }
        reader.nothingMore();
    }

    @Test
    void deliversEachConditionLive() {
        Event event = note("").tag("t", "a", "b").tag("e", "ab".repeat(32)).build();
        List<String> matching = List.of(
                "{\"ids\":[\"" + event.id() + "\"]}",
                "{\"authors\":[\"" + event.pubkey() + "\"]}",
                "{\"kinds\":[7,1]}",
                "{\"#t\":[\"x\",\"a\"]}",
                "{\"#e\":[\"" + "ab".repeat(32) + "\"],\"#t\":[\"a\"]}",
                "{\"since\":" + T + ",\"until\":" + T + "}",
                "{\"authors\":[\"" + event.pubkey() + "\"],\"#t\":[\"a\"],\"kinds\":[1],\"since\":1}");
        List<String> others = List.of(
                "{\"ids\":[\"" + "ab".repeat(32) + "\"]}",
                "{\"authors\":[\"" + bob().publicKey() + "\"]}",
                "{\"#t\":[\"b\"]}",
                "{\"#T\":[\"a\"]}",
                "{\"#e\":[\"" + "ab".repeat(32) + "\"],\"#t\":[\"x\"]}",
                "{\"since\":" + (T + 1) + "}",
                "{\"until\":" + (T - 1) + "}");
        for (int i = 0; i < matching.size(); i++) {
            reader.subscribe("m" + i, matching.get(i));
            reader.subscribe("o" + i, others.get(i));
        }
        client.accepted(event);
        assertEquals(
                IntStream.range(0, matching.size())
                        .mapToObj(i -> delivery("m" + i, event))
                        .collect(java.util.stream.Collectors.toSet()),
                next(reader, matching.size()));
        reader.nothingMore();
    }

    @Test
    void ignoresTheLimitForLiveEvents() {
        reader.subscribe("none", "{\"limit\":0}");
        reader.subscribe("one", "{\"limit\":1}");
        for (int i = 0; i < 5; i++) {
            Event event = note("" + i).build();
            client.accepted(event);
            assertEquals(Set.of(delivery("none", event), delivery("one", event)), next(reader, 2));
        }
    }

    @Test
    void deliversAnEventOnceThatSeveralFiltersOfASubscriptionMatch() {
        Event event = note("").tag("t", "a").tag("t", "b").build();
        reader.subscribe(
                "many", "{\"kinds\":[1]}", "{\"#t\":[\"a\",\"b\"]}", "{}", "{\"ids\":[\"" + event.id() + "\"]}");
        client.accepted(event);
        assertEquals(event, reader.nextEvent("many"));
        reader.nothingMore();
    }

    @Test
    void deliversToEverySubscriptionOfAConnectionUnderItsOwnId() {
        for (int i = 0; i < 100; i++) {
            reader.subscribe("s" + i, "{\"kinds\":[1]}");
        }
        Event event = note("").build();
        client.accepted(event);
        Set<String> expected = new HashSet<>();
        IntStream.range(0, 100).forEach(i -> expected.add(delivery("s" + i, event)));
        assertEquals(expected, next(reader, 100));
        reader.nothingMore();
    }

    @Test
    void doesNotDeliverDuplicatesAndOutdatedVersionsAgain() {
        Event latest = ofKind(0).at(T).build();
        client.accepted(latest);
        reader.subscribe("live", "{\"limit\":0}");
        client.duplicate(latest);
        client.refused(ofKind(0).at(T - 1).build(), "duplicate");
        reader.nothingMore();
    }

    @Test
    void replacesASubscriptionByARequestOfTheSameId() {
        reader.subscribe("same", "{\"kinds\":[1]}");
        reader.subscribe("same", "{\"kinds\":[7]}");
        Event reaction = ofKind(7).build();
        client.accepted(note("").build(), reaction);
        assertEquals(reaction, reader.nextEvent("same"));
        reader.nothingMore();
    }

    @Test
    void answersEachRequestOfTheSameIdWithItsStoredEvents() {
        Event event = note("").build();
        client.accepted(event);
        assertEquals(List.of(event), reader.subscribe("same", "{\"kinds\":[1]}"));
        assertEquals(List.of(event), reader.subscribe("same", "{\"kinds\":[1]}"));
        assertEquals(List.of(), reader.subscribe("same", "{\"kinds\":[7]}"));
    }

    /** The first answer is long enough to be still on its way when the second is complete; only that says finish. */
    @Test
    void sendsNothingOfAReplacedSubscriptionOnceItsReplacementIsAnswered() {
        Event reaction = ofKind(7).build();
        client.accepted(reaction);
        client.accepted(
                IntStream.range(0, 501).mapToObj(i -> note("" + i).build()).toArray(Event[]::new));
        for (int i = 0; i < 100; i++) {
            reader.req("same", "{\"kinds\":[1]}").req("same", "{\"kinds\":[7]}");
            String message = reader.next();
            while (!message.equals("[\"EOSE\",\"same\",[\"finish\"]]")) {
                message = reader.next();
            }
            reader.nothingMore();
        }
    }

    @Test
    void stopsAtCloseWithoutAnAnswer() {
        reader.subscribe("live", "{}");
        reader.send("[\"CLOSE\",\"live\"]");
        reader.nothingMore();
        client.accepted(note("").build());
        reader.nothingMore();
    }

    @Test
    void givesNoAnswerToACloseOfNothing() {
        reader.send("[\"CLOSE\",\"never opened\"]");
        reader.send("[\"CLOSE\",\"" + "x".repeat(65) + "\"]");
        reader.nothingMore();
    }

    @Test
    void keepsTheSubscriptionIdsOfConnectionsApart() {
        TestClient other = relay.connect();
        reader.subscribe("same", "{\"kinds\":[1]}");
        other.subscribe("same", "{\"kinds\":[7]}");
        Event first = note("").build();
        Event reaction = ofKind(7).build();
        client.accepted(first, reaction);
        assertEquals(first, reader.nextEvent("same"));
        assertEquals(reaction, other.nextEvent("same"));
        other.send("[\"CLOSE\",\"same\"]");
        other.nothingMore();
        Event second = note("still there").build();
        client.accepted(second);
        assertEquals(second, reader.nextEvent("same"));
        other.nothingMore();
    }

    /** Written as they stand in JSON; they come back escaped as NIP-01 escapes content. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\"",
                "a\\\\b",
                "\\n\\t",
                "\\u0001",
                "[1,{\\\"a\\\":2}]",
                "\u00e9\u4e2d\u2028",
                "\ud83d\ude00",
                "'; --",
                " ",
                "0",
                "/"
            })
    void takesAnyCharactersInASubscriptionId(String id) {
        Event stored = note("stored").build();
        client.accepted(stored);
        assertEquals(List.of(stored), reader.subscribe(id, "{}"));
        Event live = note("live").build();
        client.accepted(live);
        assertEquals(live, reader.nextEvent(id));
        reader.send("[\"CLOSE\",\"" + id + "\"]");
        reader.nothingMore();
    }

    @Test
    void takesSubscriptionIdsOfOneToSixtyFourCharacters() {
        assertEquals(List.of(), reader.subscribe("x".repeat(64), "{}"));
        assertEquals(List.of(), reader.subscribe("\ud83d\ude00".repeat(64), "{}"));
        for (String id : List.of("", "x".repeat(65), "\ud83d\ude00".repeat(65))) {
            String answer = reader.req(id, "{}").next();
            assertTrue(answer.startsWith("[\"NOTICE\",\"invalid: "), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\"REQ\"]", "[\"REQ\",1,{}]", "[\"REQ\",null,{}]", "[\"HELLO\"]", "{}", "[]", "[1]", "hello"})
    void answersWhatItCannotReadWithANotice(String message) {
        String answer = reader.send(message).next();
        assertTrue(answer.startsWith("[\"NOTICE\",\""), answer);
        reader.nothingMore();
    }

    @Test
    void closesARequestWithoutFilters() {
        String answer = reader.send("[\"REQ\",\"empty\"]").next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"empty\",\"invalid: "), answer);
    }

    @Test
    void closesTheOpenSubscriptionWhoseReplacementItRefuses() {
        reader.subscribe("same", "{}");
        String answer = reader.req("same", "{\"ids\":[1]}").next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"same\",\"invalid: "), answer);
        client.accepted(note("").build());
        reader.nothingMore();
    }

    private static Set<String> next(TestClient from, int count) {
        Set<String> messages = new HashSet<>();
        for (int i = 0; i < count; i++) {
            messages.add(from.next());
        }
        return messages;
    }

    private static String delivery(String id, Event event) {
        return "[\"EVENT\",\"" + id + "\"," + TestClient.json(event) + "]";
    }

    private static String accepted(Event event) {
        return "[\"OK\",\"" + event.id() + "\",true,\"\"]";
    }
}
