package dev.souk.storage;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestKeys;
import dev.souk.storage.SaveOutcome.Stored;
import dev.souk.storage.SaveOutcome.Vanished;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of who asks to vanish (NIP-62). */
interface VanishContract extends StoreFixture {
    private static Event wish(long at) {
        return ofKind(62).by(alice()).at(at).tag("relay", "ALL_RELAYS").unsigned();
    }

    private SaveOutcome saved(Event event) {
        return store().save(List.of(event)).outcomes().getFirst();
    }

    private void saves(Event event) {
        assertTrue(saved(event) instanceof Stored, "kept");
    }

    private void asksToVanish(long at) {
        store().honour(event -> true);
        saves(wish(at));
        while (!store().sweepVanished(3).changes().isEmpty()) {
            // A little at a time.
        }
    }

    @Test
    default void removesAllThatIsNotNewerThanTheRequest() {
        Event kept = note("newer").by(alice()).at(NOW + 1).unsigned();
        Event others = note("of another").by(bob()).at(NOW - 5).unsigned();
        Event deletion = deletionOf(note("x").by(alice()).unsigned())
                .by(alice())
                .at(NOW - 1)
                .unsigned();
        Event wrap = StoreFixture.wrapFor(alice().publicKey().hex()).at(NOW - 2).unsigned();
        IntStream.range(0, 10)
                .forEach(i -> saves(note("n" + i).by(alice()).at(NOW - i).unsigned()));
        List.of(kept, others, deletion, wrap).forEach(this::saves);

        asksToVanish(NOW);

        assertEquals(List.of(kept, wish(NOW), others), found(Filter.ALL));
    }

    @Test
    default void refusesForEverWhatHasVanished() {
        Event old = note("old").by(alice()).at(NOW).unsigned();
        Event wrap = StoreFixture.wrapFor(alice().publicKey().hex()).at(NOW).unsigned();
        asksToVanish(NOW);
        assertEquals(new Vanished(), saved(old));
        assertEquals(new Vanished(), saved(wrap));
        restart();
        assertEquals(new Vanished(), saved(old));
        assertEquals(new Vanished(), saved(wrap));
        saves(note("new").by(alice()).at(NOW + 1).unsigned());
        saves(note("new").by(bob()).at(NOW).unsigned());
    }

    @Test
    default void anOlderRequestTakesNothingBack() {
        asksToVanish(NOW);
        saves(wish(NOW - 10));
        assertEquals(new Vanished(), saved(note("old").by(alice()).at(NOW).unsigned()));
    }

    @Test
    default void goesOnWithWhatIsLeftAfterARestart() {
        IntStream.range(0, 10)
                .forEach(i -> saves(note("n" + i).by(alice()).at(NOW - i).unsigned()));
        store().honour(event -> true);
        saves(wish(NOW));
        assertEquals(4, store().sweepVanished(4).changes().size());
        restart();
        while (!store().sweepVanished(4).changes().isEmpty()) {
            // A little at a time.
        }
        assertEquals(List.of(wish(NOW)), found(Filter.ALL));
    }

    @Test
    default void removesInOneGoWhatSeveralKeysPublished() {
        List<Event> wishes = IntStream.range(1, 30)
                .mapToObj(i -> ofKind(62)
                        .by(TestKeys.key(i))
                        .at(NOW)
                        .tag("relay", "ALL_RELAYS")
                        .unsigned())
                .toList();
        // Only every other key has published anything.
        IntStream.range(1, 30)
                .filter(i -> i % 2 == 0)
                .forEach(i -> saves(note("n").by(TestKeys.key(i)).at(NOW).unsigned()));
        store().honour(event -> true);
        store().save(wishes);
        assertEquals(14, store().sweepVanished(100).changes().size());
        assertEquals(List.of(), store().sweepVanished(100).changes());
        assertEquals(29, found(Filter.ALL).size());
    }

    @Test
    default void saysThatWhatIsGoneHasVanished() {
        Event note = note("n").by(alice()).at(NOW).unsigned();
        saves(note);
        store().honour(event -> true);
        saves(wish(NOW));
        Change removed = store().sweepVanished(10).changes().getFirst();
        assertTrue(removed instanceof Change.Removed gone
                && gone.reason() == Removal.VANISHED
                && gone.id().equals(note.id()));
    }

    @Test
    default void requestsThatDoNotCountHereAreEventsLikeOthers() {
        Event note = note("n").by(alice()).at(NOW).unsigned();
        saves(note);
        saves(wish(NOW));
        assertEquals(List.of(), store().sweepVanished(10).changes());
        saves(note("later").by(alice()).at(NOW - 1).unsigned());
    }

    @Test
    default void theRequestCountsWithinItsOwnBatch() {
        store().honour(event -> true);
        Event before = note("before").by(alice()).at(NOW - 1).unsigned();
        Event after = note("after").by(alice()).at(NOW - 2).unsigned();
        List<SaveOutcome> outcomes =
                store().save(List.of(before, wish(NOW), after)).outcomes();
        assertEquals(new Vanished(), outcomes.getLast());
        store().sweepVanished(10);
        assertEquals(List.of(wish(NOW)), found(Filter.ALL));
    }
}
