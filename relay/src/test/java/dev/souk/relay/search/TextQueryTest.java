package dev.souk.relay.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
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
}
