package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which events a filter finds (NIP-01). */
interface FindingContract extends StoreFixture {
    @Test
    default void showsAnEventOnceThoughSeveralOfItsTagsMatch() {
        Event event = note("").tag("t", "a").tag("t", "b").tag("t", "a").unsigned();
        stores(event);
        assertEquals(List.of(event), found(Filter.builder().tag('t', "a", "b").build()));
    }

    @Test
    default void looksOnlyAtTheFirstValueOfOneLetterTags() {
        Event event = note("").tag("t", "first", "second")
                .tag("alt", "text")
                .tag("T", "upper")
                .unsigned();
        stores(event);
        assertEquals(List.of(event), found(Filter.builder().tag('t', "first").build()));
        assertEquals(List.of(), found(Filter.builder().tag('t', "second").build()));
        assertEquals(List.of(), found(Filter.builder().tag('t', "upper").build()));
        assertEquals(List.of(event), found(Filter.builder().tag('T', "upper").build()));
    }

    @Test
    default void keepsLongAndOddTagValuesApart() {
        String shared = "x".repeat(1_000);
        Event one = note("1").tag("r", shared + "1").unsigned();
        Event two = note("2").tag("r", shared + "2").unsigned();
        Event odd = note("3").tag("r", "nul \u0000 and \uD83D\uDE80").unsigned();
        stores(one, two, odd);
        assertEquals(List.of(one), found(Filter.builder().tag('r', shared + "1").build()));
        assertEquals(
                List.of(odd),
                found(Filter.builder().tag('r', "nul \u0000 and \uD83D\uDE80").build()));
        assertEquals(List.of(), found(Filter.builder().tag('r', shared).build()));
    }

    @Test
    default void asksForAllConditionsAtOnce() {
        Event wanted =
                note("").at(NOW).tag("t", "x").tag("p", bob().publicKey().hex()).unsigned();
        stores(
                wanted,
                note("").by(bob()).tag("t", "x").unsigned(),
                ofKind(7).tag("t", "x").unsigned());
        Filter.Builder filter = Filter.builder()
                .authors(alice().publicKey())
                .kinds(1, 6)
                .tag('t', "x", "y")
                .tag('p', bob().publicKey().hex());
        assertEquals(List.of(wanted), found(filter.build()));
        assertEquals(List.of(wanted), found(filter.since(NOW).until(NOW).build()));
        assertEquals(List.of(), found(filter.since(NOW + 1).until(NOW + 1).build()));
    }

    @Test
    default void takesSinceAndUntilAsInclusiveAndAnyNumberForThem() {
        Event event = note("").at(NOW).unsigned();
        stores(event);
        assertEquals(1, found(Filter.builder().since(NOW).build()).size());
        assertEquals(1, found(Filter.builder().until(NOW).build()).size());
        assertEquals(0, found(Filter.builder().since(NOW + 1).build()).size());
        assertEquals(0, found(Filter.builder().until(NOW - 1).build()).size());
        assertEquals(
                1,
                found(Filter.builder()
                                .since(Long.MIN_VALUE)
                                .until(Long.MAX_VALUE)
                                .build())
                        .size());
        assertEquals(0, found(Filter.builder().until(Long.MIN_VALUE).build()).size());
        assertEquals(0, found(Filter.builder().since(Long.MAX_VALUE).build()).size());
    }

    @Test
    default void findsNothingForAnEmptyListWhateverElseIsAsked() {
        stores(note("").unsigned());
        assertEquals(List.of(), found(Filter.builder().kinds(Set.of()).build()));
        assertEquals(List.of(), found(Filter.builder().ids(Set.of()).build()));
        assertEquals(
                List.of(), found(Filter.builder().kinds(1).tag('t', Set.of()).build()));
        assertEquals(
                1, found(Filter.builder().authors(Set.of()).build(), Filter.ALL).size());
    }

    @Test
    default void asksForEveryFieldAloneAndForEveryPairOfThem() {
        Event wanted = note("").at(NOW).tag("t", "x").unsigned();
        List<Event> others = List.of(
                note("other id").at(NOW).tag("t", "x").unsigned(),
                note("").by(bob()).at(NOW).tag("t", "x").unsigned(),
                ofKind(7).at(NOW).tag("t", "x").unsigned(),
                note("").at(NOW).tag("t", "y").unsigned(),
                note("").at(NOW - 1).tag("t", "x").unsigned(),
                note("").at(NOW + 1).tag("t", "x").unsigned());
        stores(wanted);
        stores(others.toArray(Event[]::new));
        List<Consumer<Filter.Builder>> fields = List.of(
                filter -> filter.ids(wanted.id()),
                filter -> filter.authors(alice().publicKey()),
                filter -> filter.kinds(1),
                filter -> filter.tag('t', "x"),
                filter -> filter.since(NOW),
                filter -> filter.until(NOW));
        for (Consumer<Filter.Builder> one : fields) {
            for (Consumer<Filter.Builder> other : fields) {
                Filter.Builder pair = Filter.builder();
                one.accept(pair);
                other.accept(pair);
                Filter filter = pair.build();
                Set<Event> expected = others.stream().filter(filter::matches).collect(Collectors.toSet());
                expected.add(wanted);
                assertEquals(expected, Set.copyOf(found(filter)), filter::toString);
            }
        }
        Filter.Builder all = Filter.builder();
        fields.forEach(field -> field.accept(all));
        assertEquals(List.of(wanted), found(all.build()));
    }

    @Test
    default void findsIdsInTheOrderOfTimeNotOfTheFilter() {
        List<Event> events = storesNotes(9, 3);
        Filter filter = Filter.builder()
                .ids(events.stream().map(Event::id).collect(Collectors.toSet()))
                .build();
        assertEquals(events, found(filter));
        assertEquals(events.subList(0, 4), found(filter.withLimit(4)));
        assertEquals(
                List.of(),
                found(Filter.builder().ids(note("unknown").unsigned().id()).build()));
    }

    @Test
    default void takesTheExtremesOfTimeInEveryIndex() {
        Event first = note("").at(0).tag("t", "x").unsigned();
        Event last = note("").at(Event.MAX_TIME).tag("t", "x").unsigned();
        stores(first, last);
        for (Supplier<Filter.Builder> index : List.<Supplier<Filter.Builder>>of(
                Filter::builder,
                () -> Filter.builder().kinds(1),
                () -> Filter.builder().authors(alice().publicKey()),
                () -> Filter.builder().authors(alice().publicKey()).kinds(1),
                () -> Filter.builder().tag('t', "x"),
                () -> Filter.builder().tag('t', "x").kinds(1),
                () -> Filter.builder().ids(first.id(), last.id()))) {
            assertEquals(List.of(last, first), found(index.get().build()));
            assertEquals(
                    List.of(last, first),
                    found(index.get()
                            .since(Long.MIN_VALUE)
                            .until(Long.MAX_VALUE)
                            .build()));
            assertEquals(List.of(first), found(index.get().until(0).build()));
            assertEquals(List.of(), found(index.get().until(-1).build()));
            assertEquals(List.of(last), found(index.get().since(Event.MAX_TIME).build()));
            assertEquals(List.of(), found(index.get().since(Event.MAX_TIME + 1).build()));
            assertEquals(List.of(), found(index.get().since(Long.MAX_VALUE).build()));
            assertEquals(List.of(), found(index.get().until(Long.MIN_VALUE).build()));
            assertEquals(List.of(), found(index.get().since(1).until(0).build()));
        }
    }

    @Test
    default void tellsEveryTwoTagValuesApart() {
        String shared = "p".repeat(1_024);
        List<String> values = List.of(
                "",
                " ",
                "a",
                "A",
                "AaBB",
                "BBAa",
                "a\u0000",
                "\u0000a",
                "\u0000",
                "\u00e9",
                "e\u0301",
                "\uD83D\uDE80",
                "\uFFFD",
                "\uFFFF",
                shared,
                shared + "1",
                shared + "2",
                shared + shared);
        for (String value : values) {
            stores(note("").tag("r", value).unsigned());
        }
        for (String value : values) {
            List<Event> events = found(Filter.builder().tag('r', value).build());
            assertEquals(1, events.size());
            assertEquals(value, events.get(0).firstValue("r").orElseThrow());
            assertEquals(events, found(Filter.builder().tag('r', value).kinds(1).build()));
        }
        assertEquals(
                values.size(),
                found(Filter.builder().tag('r', Set.copyOf(values)).build()).size());
    }

    @Test
    default void indexesEveryLetterAndNothingElse() {
        TestEvents everything = note("");
        for (char letter = 'A'; letter <= 'z'; letter++) {
            everything.tag(String.valueOf(letter), "v" + letter);
        }
        Event event = everything.tag("1", "one").tag("", "none").tag("x").unsigned();
        stores(event);
        for (char letter = 'A'; letter <= 'z'; letter++) {
            boolean isLetter = Character.isLetter(letter);
            assertEquals(
                    isLetter ? List.of(event) : List.of(),
                    found(Filter.builder().tag(letter, "v" + letter).build()));
        }
        assertEquals(List.of(), found(Filter.builder().tag('x', "").build()));
    }

    @Test
    default void asksForOneValueOfEveryLetterNamed() {
        Event both = note("").at(NOW).tag("t", "x").tag("p", "y").unsigned();
        stores(both, note("").tag("t", "x").unsigned(), note("").tag("p", "y").unsigned());
        assertEquals(
                List.of(both),
                found(Filter.builder().tag('t', "x", "z").tag('p', "y").build()));
        assertEquals(
                List.of(), found(Filter.builder().tag('t', "y").tag('p', "x").build()));
    }

    @Test
    default void findsAMissingValueOfDAsTheEmptyOne() {
        Event bare = ofKind(30_023).tag("d").unsigned();
        stores(bare);
        assertEquals(List.of(bare), found(Filter.builder().tag('d', "").build()));
    }

    @Test
    default void forgetsWhatWasRemovedInEveryIndex() {
        Event event = note("").tag("t", "x").tag("t", "y").unsigned();
        Event other = note("other").tag("t", "x").unsigned();
        stores(event, other, deletionOf(event).by(alice()).at(NOW - 9).unsigned());
        for (Filter filter : List.of(
                Filter.builder().kinds(1).build(),
                Filter.builder().authors(alice().publicKey()).kinds(1).build(),
                Filter.builder().tag('t', "x", "y").build(),
                Filter.builder().ids(event.id(), other.id()).build(),
                Filter.builder().since(NOW).build())) {
            assertEquals(List.of(other), found(filter));
        }
        assertEquals(List.of(), found(Filter.builder().tag('t', "y").build()));
    }

    @Test
    default void takesAListOfThousandsOfValues() {
        List<Event> events = storesNotes(5, 5);
        Set<Bytes32> authors = new HashSet<>(Set.of(alice().publicKey()));
        Set<Integer> kinds = new HashSet<>();
        Set<String> values = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            authors.add(new Bytes32(i, 1, 2, 3));
            kinds.add(i);
            values.add(i == 7 ? "x" : "x" + i);
        }
        assertEquals(events, found(Filter.builder().authors(authors).build()));
        assertEquals(
                events, found(Filter.builder().authors(authors).kinds(kinds).build()));
        assertEquals(
                events, found(Filter.builder().tag('t', values).kinds(kinds).build()));
        assertEquals(
                events.subList(0, 2),
                found(Filter.builder().kinds(kinds).limit(2).build()));
    }
}
