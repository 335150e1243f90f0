package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static dev.souk.protocol.TestKeys.carol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.SecretKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-01, filters: which stored events a REQ is answered with, how many, and in which order. */
class Nip01FilterIT {
    private static final long T = RelayFixture.START.getEpochSecond();
    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id);
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 30;

    private final RelayFixture relay = RelayFixture.withLimits(
            new TestLimits().results(DEFAULT_LIMIT, MAX_LIMIT).build());
    private final TestClient client = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void answersNewestFirst() {
        List<Event> events = accepted(10, i -> T - i);
        assertEquals(events, client.stored("{}"));
    }

    @Test
    void answersTheLowestIdFirstWhenTimestampsTie() {
        List<Event> events = accepted(10, i -> T - i / 5);
        assertEquals(events, client.stored("{}"));
        assertEquals(events, client.stored("{\"kinds\":[1]}"));
        assertEquals(events, client.stored("{\"authors\":[\"" + alice().publicKey() + "\"]}"));
        assertEquals(events, client.stored(ids(events)));
    }

    @Test
    void keepsTheLowestIdsWhenALimitCutsATie() {
        List<Event> events = accepted(10, i -> T);
        for (int limit = 1; limit <= 10; limit++) {
            assertEquals(events.subList(0, limit), client.stored("{\"limit\":" + limit + "}"));
            assertEquals(events.subList(0, limit), client.stored("{\"kinds\":[1,2],\"limit\":" + limit + "}"));
        }
    }

    @Test
    void answersLimitZeroWithNothing() {
        accepted(3, i -> T);
        assertEquals(List.of(), client.stored("{\"limit\":0}"));
    }

    @Test
    void givesAFilterWithoutALimitTheDefaultOne() {
        List<Event> events = accepted(MAX_LIMIT + 5, i -> T - i);
        assertEquals(events.subList(0, DEFAULT_LIMIT), client.stored("{}"));
    }

    @ParameterizedTest
    @ValueSource(longs = {MAX_LIMIT, MAX_LIMIT + 1, Integer.MAX_VALUE + 1L, Long.MAX_VALUE})
    void clampsAHugeLimitToTheMaximum(long limit) {
        List<Event> events = accepted(MAX_LIMIT + 5, i -> T - i);
        assertEquals(events.subList(0, MAX_LIMIT), client.stored("{\"limit\":" + limit + "}"));
    }

    @Test
    void mergesSeveralFiltersNewestFirst() {
        Event oldest = note("").at(T - 3).build();
        Event second = ofKind(7).at(T - 2).build();
        Event third = note("").by(bob()).at(T - 1).build();
        Event newest = ofKind(7).at(T).build();
        client.accepted(second, newest, third, oldest, ofKind(4).build());
        assertEquals(List.of(newest, third, second, oldest), client.stored("{\"kinds\":[1]}", "{\"kinds\":[7]}"));
    }

    @Test
    void answersWithAnEventOnceThatSeveralFiltersMatch() {
        Event event = note("").tag("t", "a").build();
        client.accepted(event);
        assertEquals(
                List.of(event),
                client.stored(
                        "{\"kinds\":[1]}",
                        "{\"#t\":[\"a\"]}",
                        "{\"ids\":[\"" + event.id() + "\"]}",
                        "{\"kinds\":[1],\"#t\":[\"a\"]}",
                        "{}",
                        "{}"));
    }

    @Test
    void answersWithAnEventOnceThatOneFilterMatchesSeveralTimes() {
        Event event = note("").tag("t", "a").tag("t", "b").tag("t", "a").build();
        client.accepted(event);
        assertEquals(List.of(event), client.stored("{\"#t\":[\"a\",\"b\",\"a\"],\"kinds\":[1,1]}"));
    }

    @Test
    void appliesTheLimitOfEachFilterByItself() {
        List<Event> notes = accepted(5, i -> T - i);
        Event reaction = ofKind(7).at(T - 100).build();
        client.accepted(reaction);
        assertEquals(
                List.of(notes.get(0), notes.get(1), reaction),
                client.stored("{\"kinds\":[1],\"limit\":2}", "{\"kinds\":[7],\"limit\":1}"));
        assertEquals(notes.subList(0, 3), client.stored("{\"kinds\":[1],\"limit\":3}", "{\"kinds\":[1],\"limit\":1}"));
        assertEquals(List.of(reaction), client.stored("{\"kinds\":[1],\"limit\":0}", "{\"kinds\":[7]}"));
    }

    @Test
    void findsByIds() {
        List<Event> events = accepted(4, i -> T - i);
        String unknown = "0".repeat(64);
        assertEquals(
                List.of(events.get(1), events.get(3)),
                client.stored("{\"ids\":[\"" + events.get(3).id() + "\",\"" + unknown + "\",\""
                        + events.get(1).id() + "\"]}"));
    }

    @Test
    void findsByAuthorsAndKinds() {
        Event noteOfAlice = note("").at(T).build();
        Event noteOfBob = note("").by(bob()).at(T - 1).build();
        Event reactionOfBob = ofKind(7).by(bob()).at(T - 2).build();
        Event noteOfCarol = note("").by(carol()).at(T - 3).build();
        client.accepted(noteOfAlice, noteOfBob, reactionOfBob, noteOfCarol);
        assertEquals(List.of(noteOfBob, reactionOfBob), client.stored(authors(bob())));
        assertEquals(List.of(noteOfAlice, noteOfCarol), client.stored(authors(alice(), carol())));
        assertEquals(List.of(noteOfAlice, noteOfBob, noteOfCarol), client.stored("{\"kinds\":[1,2]}"));
        String both = authors(bob(), carol()).replace("}", ",\"kinds\":[1]}");
        assertEquals(List.of(noteOfBob, noteOfCarol), client.stored(both));
    }

    @Test
    void takesSinceAndUntilAsInclusive() {
        List<Event> events = accepted(5, i -> T - i);
        assertEquals(events.subList(0, 3), client.stored("{\"since\":" + (T - 2) + "}"));
        assertEquals(events.subList(2, 5), client.stored("{\"until\":" + (T - 2) + "}"));
        assertEquals(events.subList(1, 4), client.stored("{\"since\":" + (T - 3) + ",\"until\":" + (T - 1) + "}"));
        assertEquals(events.subList(2, 3), client.stored("{\"since\":" + (T - 2) + ",\"until\":" + (T - 2) + "}"));
        assertEquals(List.of(), client.stored("{\"since\":" + (T - 1) + ",\"until\":" + (T - 2) + "}"));
        assertEquals(events, client.stored("{\"since\":0,\"until\":" + Long.MAX_VALUE + "}"));
    }

    @Test
    void findsByTagsOfWhichOneValueMustMatchForEachLetter() {
        String id = "ab".repeat(32);
        Event both = note("").at(T).tag("e", id).tag("t", "a").build();
        Event oneOnly = note("").at(T - 1).tag("t", "b").build();
        Event other = note("").at(T - 2).tag("e", "cd".repeat(32)).tag("t", "c").build();
        client.accepted(both, oneOnly, other);
        assertEquals(List.of(both, oneOnly), client.stored("{\"#t\":[\"a\",\"b\"]}"));
        assertEquals(List.of(both), client.stored("{\"#t\":[\"a\",\"b\"],\"#e\":[\"" + id + "\"]}"));
        assertEquals(List.of(), client.stored("{\"#t\":[\"c\"],\"#e\":[\"" + id + "\"]}"));
    }

    @Test
    void requiresAllConditionsOfAFilter() {
        Event event = note("").tag("t", "a").build();
        client.accepted(
                event,
                note("").tag("t", "a").by(bob()).build(),
                ofKind(7).tag("t", "a").build());
        String author = "\"authors\":[\"" + alice().publicKey() + "\"]";
        String window = "\"since\":" + T + ",\"until\":" + T;
        String id = "\"ids\":[\"" + event.id() + "\"]";
        assertEquals(
                List.of(event),
                client.stored("{" + id + "," + author + ",\"kinds\":[1],\"#t\":[\"a\"]," + window + ",\"limit\":5}"));
        assertEquals(List.of(event), client.stored("{" + author + ",\"kinds\":[1],\"#t\":[\"a\"]," + window + "}"));
        assertEquals(List.of(), client.stored("{" + id + "," + author + ",\"kinds\":[7]}"));
        assertEquals(List.of(), client.stored("{" + id + ",\"#t\":[\"b\"]}"));
        assertEquals(List.of(), client.stored("{" + id + ",\"until\":" + (T - 1) + "}"));
    }

    @Test
    void looksAtTheFirstValueOfATagOnly() {
        client.accepted(note("").tag("t", "first", "second").build());
        assertEquals(1, client.stored("{\"#t\":[\"first\"]}").size());
        assertEquals(List.of(), client.stored("{\"#t\":[\"second\"]}"));
    }

    @Test
    void tellsUpperFromLowerCaseInTagNamesAndValues() {
        Event lower = note("").at(T).tag("a", "x").build();
        Event upper = note("").at(T - 1).tag("A", "x").build();
        Event shouted = note("").at(T - 2).tag("a", "X").build();
        client.accepted(lower, upper, shouted);
        assertEquals(List.of(lower), client.stored("{\"#a\":[\"x\"]}"));
        assertEquals(List.of(upper), client.stored("{\"#A\":[\"x\"]}"));
        assertEquals(List.of(shouted), client.stored("{\"#a\":[\"X\"]}"));
    }

    @Test
    void doesNotIndexTagsOfSeveralLetters() {
        client.accepted(note("").tag("alt", "x").build());
        client.req("alt", "{\"#alt\":[\"x\"]}");
        String answer = client.next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"alt\",\"unsupported: "), answer);
    }

    @Test
    void findsTagValuesOfAnyCharactersAndLength() {
        String strange = "\u00e9\u2028 ' # \ud83d\ude00" + "y".repeat(2_000);
        Event event = note("").tag("x", strange).tag("Z", "").build();
        client.accepted(event);
        assertEquals(List.of(event), client.stored("{\"#x\":[\"" + strange + "\"]}"));
        assertEquals(List.of(event), client.stored("{\"#Z\":[\"\"]}"));
        assertEquals(List.of(), client.stored("{\"#x\":[\"" + strange + "y\"]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"ids\":[]}", "{\"authors\":[]}", "{\"kinds\":[]}", "{\"#t\":[]}", "{\"kinds\":[1],\"#e\":[]}"
            })
    void matchesNothingByAnEmptyList(String filter) {
        Event event = note("").tag("t", "a").build();
        client.accepted(event);
        assertEquals(List.of(), client.stored(filter));
        assertEquals(List.of(event), client.stored(filter, "{\"kinds\":[1]}"));
        TestClient reader = relay.connect();
        reader.subscribe("void", filter);
        client.accepted(note("live").tag("t", "a").build());
        reader.nothingMore();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ids\":[\"ab\"]}",
                "{\"authors\":[\"AB\"]}",
                "{\"#e\":[\"x\"]}",
                "{\"#p\":[\"x\"]}",
                "{\"kinds\":[\"1\"]}",
                "{\"kinds\":[1.0]}",
                "{\"kinds\":1}",
                "{\"since\":\"1\"}",
                "{\"limit\":-1}",
                "[]",
                "1"
            })
    void closesARequestWhoseFilterIsMalformed(String filter) {
        client.req("bad", filter);
        String answer = client.next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"bad\",\"invalid: "), answer);
        client.nothingMore();
    }

    /** What the filters above ask for one by one, in random combinations, against matching all events by hand. */
    @Test
    void answersRandomFiltersAsMatchingByHandDoes() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("Nip01FilterIT -Dseed=" + seed);
        Random random = new Random(seed);
        List<Event> events = RandomEvents.some(random, 150, T);
        client.accepted(events.toArray(Event[]::new));
        for (int i = 0; i < 300; i++) {
            RandomFilter filter = RandomFilter.some(random, events, T);
            List<Event> expected = events.stream()
                    .filter(filter.filter()::matches)
                    .sorted(NEWEST_FIRST)
                    .limit(Math.min(filter.filter().limit().orElse(DEFAULT_LIMIT), MAX_LIMIT))
                    .toList();
            assertEquals(expected, client.stored(filter.json()), "-Dseed=" + seed + " " + filter.json());
        }
    }

    /** Publishes notes in a shuffled order, and returns them as they should come back. */
    private List<Event> accepted(int count, java.util.function.IntToLongFunction time) {
        List<Event> events = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> note("note " + i).at(time.applyAsLong(i)).build())
                .toList());
        java.util.Collections.shuffle(events, new Random(count));
        client.accepted(events.toArray(Event[]::new));
        events.sort(NEWEST_FIRST);
        return events;
    }

    private static String ids(List<Event> events) {
        List<String> quoted =
                events.stream().map(event -> "\"" + event.id() + "\"").toList();
        return "{\"ids\":[" + String.join(",", quoted) + "]}";
    }

    private static String authors(SecretKey... keys) {
        List<String> quoted = java.util.Arrays.stream(keys)
                .map(key -> "\"" + key.publicKey() + "\"")
                .toList();
        return "{\"authors\":[" + String.join(",", quoted) + "]}";
    }
}
