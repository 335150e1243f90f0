package dev.souk.relay.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    /** As many characters as an event's content may have. */
    private static final int LONGEST = 102_400;

    @ParameterizedTest
    @CsvSource({
        "Cheap FOLLOWERS,cheap followers",
        "ｃｈｅａｐ,cheap",
        "𝒄𝒉𝒆𝒂𝒑,cheap",
        "cafe\u0301,café",
        "ｶﾞ,ガ",
        "ΟΔΟΣ,οδοσ",
        "οδος,οδοσ",
        "İstanbul,istanbul"
    })
    void makesNoDifferenceBetweenCapitalsWidthsAndStyles(String text, String folded) {
        assertEquals(folded, Words.fold(text));
    }

    @Test
    void readsThirtyMarksOnOneLetter() {
        assertEquals("x" + "\u0316".repeat(30) + "y", Words.fold("x" + "\u0316".repeat(31) + "y"));
        assertEquals("x" + "\u0316".repeat(30) + "y", Words.fold("x" + "\u0316".repeat(30) + "y"));
    }

    /** Marks out of order, letters that become marks, and capitals that depend on where the word ends: ways to quadratic time. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0301\u0316", "\u0301\uFF9E", "\u0345\u0301\u0316\u0334", "Σ", "Σ\u0301", "\uD81B\uDD67"})
    void readsAnyTextAtOnce(String pieces) {
        int times = LONGEST / pieces.length();
        String runs = pieces.codePoints()
                .mapToObj(piece -> Character.toString(piece).repeat(times))
                .collect(Collectors.joining());
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Words.fold(runs);
            Words.fold(pieces.repeat(times));
        });
    }
}
