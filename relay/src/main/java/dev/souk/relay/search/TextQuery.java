package dev.souk.relay.search;

import dev.souk.relay.search.TextAnalysis.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code search} asks (NIP-50): every word of it, in any order; what stands in quotes, and what is one word to the
 * writer and several to the analysis, as it stands. {@code key:value} is an extension, and none changes the answer here: there
 * is no filter of spam to turn off, and what is unknown is ignored. Immutable.
 */
public final class TextQuery {
    private static final Pattern PIECE = Pattern.compile("[\"“„](?<quoted>[^\"“”„]*)[\"”“]|(?<word>[^\\s\"“”„]+)");
    private static final Pattern EXTENSION = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*:(?!//).+");

    /** Each is to be found as it stands; most are one term. */
    private final List<List<Token>> phrases;

    private final Set<String> terms;

    private TextQuery(List<List<Token>> phrases) {
        this.phrases = List.copyOf(phrases);
        Set<String> all = new LinkedHashSet<>();
        phrases.forEach(phrase -> phrase.forEach(token -> all.add(token.term())));
        this.terms = all;
    }

    /** The query of this text; none when it asks nothing, as it is blank or has extensions only. */
    public static Optional<TextQuery> of(String search) {
        List<List<Token>> phrases = new ArrayList<>();
        boolean asks = false;
        Matcher pieces = PIECE.matcher(search);
        while (pieces.find()) {
            String quoted = pieces.group("quoted");
            String piece = quoted == null ? pieces.group("word") : quoted;
            if (quoted == null && EXTENSION.matcher(piece).matches()) {
                continue;
            }
            asks |= !piece.isBlank();
            List<Token> phrase = phrase(Links.removedFrom(piece));
            if (!phrase.isEmpty()) {
                phrases.add(phrase);
            }
        }
        return asks ? Optional.of(new TextQuery(phrases)) : Optional.empty();
    }

    /** Of a run of characters that is cut into pairs the pairs say it all; a single one stands for itself. */
    private static List<Token> phrase(String piece) {
        List<Token> tokens = TextAnalysis.SHARED.tokens(piece);
        Set<Integer> pairs = new HashSet<>();
        tokens.stream().filter(Token::isPair).forEach(token -> pairs.add(token.position()));
        return tokens.stream()
                .filter(token ->
                        !token.isSingle() || !pairs.contains(token.position()) && !pairs.contains(token.position() - 1))
                .toList();
    }

    /** True when it asks for what no text has: it has characters, and no word. */
    public boolean matchesNothing() {
        return terms.isEmpty();
    }

    /** All terms that a text must have. */
    Set<String> terms() {
        return terms;
    }

    /** The term that fewest texts have, as far as one can tell: the longest. */
    public String rarestTerm() {
        return terms.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
    }

    /** True when to have the terms is not enough, as some must stand next to each other. */
    boolean hasOrder() {
        return phrases.stream().anyMatch(phrase -> phrase.size() > 1);
    }

    /** True when {@code text} has all that is asked. */
    public boolean matches(EventText text) {
        return !matchesNothing()
                && terms.stream().allMatch(term -> text.count(term) > 0)
                && phrases.stream().allMatch(phrase -> phrase.size() == 1 || text.hasPhrase(phrase));
    }
}
