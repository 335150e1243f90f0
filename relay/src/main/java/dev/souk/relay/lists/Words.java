package dev.souk.relay.lists;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Some words, or other pieces of text, which are found wherever they stand, in a longer word too, since not every script
 * has words. Capitals and the widths and styles of letters make no difference. Immutable.
 */
public final class Words {
    /** By their first two characters, so that a text is gone through once. */
    private final Map<Integer, List<String>> byHead = new HashMap<>();

    /** @param folded each of at least two characters */
    Words(List<String> folded) {
        folded.forEach(word -> byHead.computeIfAbsent(head(word, 0), fresh -> new ArrayList<>())
                .add(word));
    }

    /** The form in which words and texts are compared. */
    public static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
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
