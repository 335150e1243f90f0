package dev.souk.storage;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor.Remainder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In what order events are found, and what limits keep back (NIP-01, NIP-67). */
interface LimitContract extends StoreFixture {
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
    default void knowsWhetherALimitKeptAnythingBack() {
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(0)));
        stores(note("1").unsigned(), note("2").unsigned());
        assertEquals(Remainder.NONE, remainder(Filter.ALL));
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(2)));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(1)));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(0)));
        assertEquals(Remainder.UNKNOWN, remainder(Filter.ALL.withLimit(1), Filter.ALL));
    }

    @Test
    default void cutsThroughATieAtTheLimitAndKeepsTheLowestIds() {
        List<Event> events = storesNotes(10, 1);
        for (int limit = 0; limit <= 10; limit++) {
            assertEquals(events.subList(0, limit), found(Filter.ALL.withLimit(limit)));
            assertEquals(
                    events.subList(0, limit),
                    found(Filter.builder().tag('t', "x").limit(limit).build()));
        }
        assertEquals(events, found(Filter.ALL.withLimit(Integer.MAX_VALUE)));
    }

    @Test
    default void countsALimitOverAllValuesOfAListTogether() {
        Event a1 = note("").at(NOW + 1).unsigned();
        Event b2 = note("").by(bob()).at(NOW + 2).unsigned();
        Event a3 = note("").at(NOW + 3).unsigned();
        stores(a1, b2, a3);
        Filter both = Filter.builder()
                .authors(alice().publicKey(), bob().publicKey())
                .limit(2)
                .build();
        assertEquals(List.of(a3, b2), found(both));
    }

    @Test
    default void countsNoExpiredEventTowardsALimit() {
        List<Event> lasting = storesNotes(3, 3);
        for (int i = 0; i < 5; i++) {
            stores(note("e" + i)
                    .at(NOW + 10 + i)
                    .tag("t", "x")
                    .tag("expiration", Long.toString(NOW + 1))
                    .unsigned());
        }
        clock().set(NOW + 1);
        assertEquals(lasting.subList(0, 2), found(Filter.ALL.withLimit(2)));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(2)));
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(3)));
        store().remove(lasting.stream().map(Event::id).collect(Collectors.toSet()), Removal.MODERATED);
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(0)));
    }

    @Test
    default void saysNothingIsLeftOnlyWhenNoFilterKeptAnythingBack() {
        storesNotes(3, 3);
        Filter like = Filter.builder().kinds(7).limit(0).build();
        Filter empty = Filter.builder().kinds(Set.of()).limit(0).build();
        assertEquals(Remainder.NONE, remainder(like));
        assertEquals(Remainder.NONE, remainder(empty));
        assertEquals(Remainder.NONE, remainder(Filter.ALL, Filter.ALL));
        assertEquals(Remainder.NONE, remainder(Filter.ALL.withLimit(3), like, empty));
        assertEquals(Remainder.SOME, remainder(Filter.ALL.withLimit(2)));
        for (Filter limited : List.of(Filter.ALL.withLimit(2), Filter.ALL.withLimit(0))) {
            assertNotEquals(Remainder.NONE, remainder(limited, like));
            assertNotEquals(Remainder.NONE, remainder(like, limited));
            assertNotEquals(Remainder.NONE, remainder(limited, limited));
        }
    }

    @Test
    default void findsNothingAndKeepsNothingBackForNoFilterAtAll() {
        storesNotes(3, 3);
        assertEquals(List.of(), found());
        assertEquals(Remainder.NONE, remainder());
    }

    @Test
    default void givesEachFilterItsOwnFirstEventsThoughTheyOverlap() {
        List<Event> events = storesNotes(6, 6);
        Filter three = Filter.ALL.withLimit(3);
        assertEquals(events.subList(0, 3), found(three, three));
        assertEquals(
                events.subList(0, 4),
                found(three, Filter.builder().until(NOW + 4).limit(3).build()));
        assertEquals(events.subList(0, 3), found(three, Filter.ALL.withLimit(0)));
    }
}
