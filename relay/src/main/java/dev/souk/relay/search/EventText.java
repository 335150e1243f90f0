package dev.souk.relay.search;

import dev.souk.relay.search.TextAnalysis.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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

    /** True when these terms stand in it one after the other, as far apart as in {@code phrase}. */
    boolean hasPhrase(List<Token> phrase) {
        Token rarest = phrase.stream()
                .min(Comparator.comparingInt(token -> count(token.term())))
                .orElseThrow();
        return positionsOf(rarest).stream().anyMatch(position -> hasPhrase(phrase, position - rarest.position()));
    }

    private boolean hasPhrase(List<Token> phrase, int start) {
        return phrase.stream()
                .allMatch(token -> Collections.binarySearch(positionsOf(token), start + token.position()) >= 0);
    }

    private List<Integer> positionsOf(Token token) {
        return positions().getOrDefault(token.term(), List.of());
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
