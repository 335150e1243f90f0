package dev.souk.relay.search;

import dev.souk.relay.search.TextAnalysis.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The terms of one event's text. Analysed when it is first asked, and only once. Owned by one thread at a time. */
public final class EventText {
    private final Supplier<String> text;
    private @Nullable Map<String, List<Integer>> positions;

    /** The positions of terms that phrases have asked for. */
    private final Map<String, BitSet> places = new HashMap<>();

    private int length;

    EventText(Supplier<String> text) {
        this.text = text;
    }

    /** All its terms. */
    public Set<String> terms() {
        return positions().keySet();
    }

    /** How often {@code term} stands in it. */
    int count(String term) {
        return positions().getOrDefault(term, List.of()).size();
    }

    /** How many words it has; pairs of characters and the characters themselves count once. */
    int length() {
        return positions().isEmpty() ? 0 : length;
    }

    /**
     * True when these terms stand in it one after the other, as far apart as in {@code phrase}. Judges all places where the
     * phrase may begin at once, 64 to a word, so that no phrase is slow in any text.
     */
    boolean hasPhrase(List<Token> phrase) {
        int first = phrase.getFirst().position();
        BitSet starts = (BitSet) places(phrase.getFirst().term()).clone();
        for (Token token : phrase) {
            int distance = token.position() - first;
            starts.and(places(token.term()).get(distance, Integer.MAX_VALUE));
            if (starts.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private BitSet places(String term) {
        return places.computeIfAbsent(term, asked -> {
            BitSet found = new BitSet();
            positions().getOrDefault(asked, List.of()).forEach(found::set);
            return found;
        });
    }

    private Map<String, List<Integer>> positions() {
        Map<String, List<Integer>> known = positions;
        if (known == null) {
            known = analysed();
            positions = known;
        }
        return known;
    }

    private Map<String, List<Integer>> analysed() {
        Map<String, List<Integer>> found = new HashMap<>();
        int last = -1;
        for (Token token : TextAnalysis.SHARED.tokens(text.get())) {
            found.computeIfAbsent(token.term(), fresh -> new ArrayList<>(2)).add(token.position());
            length += token.position() == last ? 0 : 1;
            last = token.position();
        }
        return found;
    }
}
