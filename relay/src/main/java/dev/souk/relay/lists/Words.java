package dev.souk.relay.lists;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Some words, or other pieces of text, which are found wherever they stand, in a longer word too, since not every script
 * has words. Capitals and the widths and styles of letters make no difference. Immutable.
 */
public final class Words {
    /**
     * More marks in a row than a letter has in any language: 30, as in Unicode's stream-safe text (UAX #15). Normalizing sorts
     * them in quadratic time, so the rest is left out. The half-width voiced sound marks are letters that become marks.
     */
    private static final Pattern TOO_MANY_MARKS =
            Pattern.compile("([\\p{M}\\x{FF9E}\\x{FF9F}]{30})[\\p{M}\\x{FF9E}\\x{FF9F}]++");

    /** By their first two characters, so that a text is gone through once. */
    private final Map<Integer, List<String>> byHead = new HashMap<>();

    /** @param folded each of at least two characters */
    Words(List<String> folded) {
        folded.forEach(word -> byHead.computeIfAbsent(head(word, 0), fresh -> new ArrayList<>())
                .add(word));
    }

    /**
     * The form in which words and texts are compared. Takes linear time, whatever the text is: so it goes letter by letter, as
     * to lower-case a whole text is to ask at each capital sigma whether a word ends there.
     */
    public static String fold(String text) {
        String bounded = TOO_MANY_MARKS.matcher(text).replaceAll("$1");
        return Normalizer.normalize(bounded, Normalizer.Form.NFKC)
                .codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** True when one of the words stands in {@code folded}. */
    public boolean areIn(String folded) {
        for (int i = 0; i + 1 < folded.length(); i++) {
            for (String word : byHead.getOrDefault(head(folded, i), List.of())) {
                if (folded.startsWith(word, i)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int head(String text, int at) {
        return text.charAt(at) << Character.SIZE | text.charAt(at + 1);
    }
}
