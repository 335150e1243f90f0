package dev.souk.relay.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextQueryTest {
    private static TextQuery query(String search) {
        return TextQuery.of(search).orElseThrow();
    }

    private static boolean finds(String search, String text) {
        return query(search).matches(new EventText(() -> text));
    }

    @Test
    void asksForEveryWordOnce() {
        assertEquals(
                Set.of("best", "nostr", "apps"), query("Best nostr apps, BEST").terms());
        assertFalse(query("best nostr").hasOrder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\n", "a:b", "language:en include:spam", "\"\"", "\"  \""})
    void isNoneWhenItAsksNothing(String search) {
        assertEquals(Optional.empty(), TextQuery.of(search));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "?? --", "https://example.com", "\"...\"", "a:b !"})
    void matchesNothingWhenItHasNoWords(String search) {
        assertTrue(query(search).matchesNothing());
        assertFalse(finds(search, "a b"));
    }

    @Test
    void asksForPairsOfCharactersWhereWordsHaveNoSpaces() {
        assertEquals(Set.of("東京", "京都"), query("東京都").terms());
        assertEquals(Set.of("猫"), query("猫").terms());
        assertEquals(Set.of("日本", "nostr", "語"), query("日本nostr語").terms());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"b c\"|a b c d|true",
                "\"c b\"|a b c d|false",
                "\"a c\"|a b c|false",
                "“b c”|a b c|true",
                "\"b c\" a|a b c|true",
                "\"b c|c a b|true",
                "a-b|b a-b|true",
                "a-b|b a|false",
                "東京都|東京都庁|true",
                "東京都|東京 京都|false",
                "a 猫|a 黒猫|true",
                "\"x y z\"|x y x y z|true",
                "\"x x\"|x|false"
            })
    void looksAtTheOrderWhereItIsAskedTo(String search, String text, boolean expected) {
        assertEquals(expected, finds(search, text));
    }

    @Test
    void leavesOutWordsThatAreTooLongForAny() {
        assertEquals(Set.of("a"), query("a " + "b".repeat(64)).terms());
    }

    /** As a plain search for the text of the one in the text of the other. {@code -Dseed} repeats a random run. */
    @Test
    void findsAPhraseWhereverItStands() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = words(random, 1 + random.nextInt(200));
            String phrase = words(random, 1 + random.nextInt(6));
            assertEquals(
                    (" " + text + " ").contains(" " + phrase + " "),
                    finds('"' + phrase + '"', text),
                    phrase + " in " + text + "; seed " + seed);
        }
    }

    private static String words(Random random, int count) {
        return random.ints(count, 0, 3)
                .mapToObj(letter -> Character.toString('x' + letter))
                .collect(Collectors.joining(" "));
    }

    /** A phrase that fits nearly everywhere, and fails at its last word only. Each takes some microseconds. */
    @Test
    void judgesThePhrasesOfThousandsOfSubscriptionsAtOnce() {
        EventText latin = new EventText(() -> "a b ".repeat(SearchableText.MAX_CHARACTERS / 4) + "a a");
        EventText japanese = new EventText(() -> "東京".repeat(SearchableText.MAX_CHARACTERS / 2) + "東東");
        List<TextQuery> queries = List.of(query('"' + "a b ".repeat(62) + "a a a\""), query("東京".repeat(126) + "東東東"));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 2_000; i++) {
                assertFalse(queries.get(0).matches(latin));
                assertFalse(queries.get(1).matches(japanese));
            }
        });
    }
}
