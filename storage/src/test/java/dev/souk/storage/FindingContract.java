package dev.souk.storage;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor.Remainder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which events filters find, and in what order (NIP-01, NIP-67). */
interface FindingContract extends StoreFixture {
    @Test
    default void listsNewestFirstAndTiesByTheLowestId() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(note("" + i).at(NOW + i % 4).unsigned());
        }
        store().save(events);
        events.sort(Comparator.comparingLong(Event::createdAt).reversed().thenComparing(Event::id));
        assertEquals(events, found(Filter.ALL));
        assertEquals(events.subList(0, 7), found(Filter.ALL.withLimit(7)));
        assertEquals(
                events.subList(0, 7),
                found(Filter.builder()
                        .kinds(1)
                        .authors(alice().publicKey())
                        .limit(7)
                        .build()));
    }

    @Test
    default void mergesFiltersEachWithItsOwnLimitAndShowsNothingTwice() {
        Event note1 = note("1").at(NOW + 1).unsigned();
        Event note2 = note("2").at(NOW + 2).unsigned();
        Event like3 = ofKind(7).at(NOW + 3).unsigned();
        Event like4 = ofKind(7).at(NOW + 4).unsigned();
        stores(note1, note2, like3, like4);
        Filter notes = Filter.builder().kinds(1).limit(1).build();
        Filter likes = Filter.builder().kinds(7).build();
        assertEquals(List.of(like4, like3, note2), found(notes, likes));
        assertEquals(List.of(like4, like3, note2, note1), found(Filter.ALL, notes, likes));
    }

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
    default void knowsWhetherALimitKeptAnythingBack() {
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(0)));
        stores(note("1").unsigned(), note("2").unsigned());
        assertEquals(Remainder.NONE, remainder(Filter.ALL));
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(2)));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(1)));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(0)));
        assertEquals(Remainder.UNKNOWN, remainder(Filter.ALL.withLimit(1), Filter.ALL));
    }
}
