package dev.souk.marketplace.api;

import static dev.souk.marketplace.api.TestJob.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Identifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {
    private static Query query(String name, String... values) {
        return Query.of(Map.of(name, List.of(values)), Set.of(name));
    }

    @Test
    void aTypeIsTheValueOfItsTagOrItsFullName() {
        assertEquals(new JobType("j:translation"), Query.type("translation", "j"));
        assertEquals(new JobType("j:translation"), Query.type("j:translation", "j"));
        assertEquals(new JobType("k:5300"), Query.type("k:05300", "j"));
        assertEquals(new JobType("j:5300"), Query.type("5300", "j"));
        assertEquals(new JobType("j:k:5300"), Query.type("j:k:5300", "j"));
        assertEquals(JobType.OTHER, Query.type("x".repeat(200), "j"));
        assertThrows(RefusedException.class, () -> Query.type("k:", "j"));
    }

    @Test
    void numbersAreDigitsWithinTheirBounds() {
        assertEquals(OptionalLong.of(7), query("n", "007").number("n", 0, 7));
        assertEquals(
                OptionalLong.of(Long.MAX_VALUE),
                query("n", "9223372036854775807").number("n", 0, Long.MAX_VALUE));
        for (String bad : new String[] {"8", "-1", "+1", " 1", "1.0", "0x1", "9223372036854775808", "\u0661"}) {
            assertThrows(RefusedException.class, () -> query("n", bad).number("n", 0, 7), bad);
        }
    }

    @Test
    void aListHasCommasOrIsGivenSeveralTimesWithinABound() {
        assertEquals(List.of("a", "b", "c"), query("s", "a,b", "c").texts("s"));
        assertEquals(32, query("s", "a,".repeat(31) + "a").texts("s").size());
        assertThrows(
                RefusedException.class, () -> query("s", "a,".repeat(32) + "a").texts("s"));
    }

    @Test
    void valuesAreNeitherEmptyNorEndless() {
        assertEquals(Optional.of("x".repeat(512)), query("s", "x".repeat(512)).text("s"));
        assertThrows(RefusedException.class, () -> query("s", "x".repeat(513)));
        assertThrows(RefusedException.class, () -> query("s", ""));
    }

    @Test
    void theNearestNameIsTheOneWithTheFewestChanges() {
        assertEquals(Optional.of("min_bid"), NearestName.of("minbid", Set.of("limit", "min_bid", "kind")));
        assertEquals(Optional.of("limit"), NearestName.of("limits", Set.of("limit", "min_bid", "kind")));
        assertEquals(Optional.empty(), NearestName.of("x", Set.of()));
        assertEquals(Optional.of("kind"), NearestName.of("k".repeat(100_000), Set.of("kind")));
    }

    @Test
    void keysAndIdsAreHexOrBech32AndNeverEachOthers() {
        String npub = Nip19Text.of("npub", id(1));
        String note = Nip19Text.of("note", id(1));

        assertEquals(Optional.of(id(1)), Identifier.pubkey(npub));
        assertEquals(Optional.of(id(1)), Identifier.pubkey(npub.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(Optional.of(id(1)), Identifier.event(note));
        assertEquals(Optional.of(id(1)), Identifier.event(id(1).hex()));
        assertEquals(Optional.empty(), Identifier.pubkey(note));
        assertEquals(Optional.empty(), Identifier.event(npub));
        assertEquals(Optional.empty(), Identifier.event(note.substring(0, 62) + (note.endsWith("q") ? 'p' : 'q')));
        assertEquals(Optional.empty(), Identifier.event(id(1).hex().substring(1)));
        assertEquals(Optional.empty(), Identifier.event(""));
    }

    /** The example of NIP-19. */
    @Test
    void theKeyOfTheNipIsRead() {
        assertEquals(
                "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e",
                Identifier.pubkey("npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg")
                        .orElseThrow()
                        .hex());
    }
}
