package dev.souk.relay.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * How text becomes terms, in the index, in queries and for live events: the words that ICU finds, Thai and its neighbours by
 * dictionary, Chinese, Japanese and Korean as single characters and pairs of neighbours; without case, accents and
 * other differences of form. No stemming and no stop words, as both need to know the language. Thread-safe.
 */
final class TextAnalysis extends Analyzer {
    /** The one for everything. */
    static final TextAnalysis SHARED = new TextAnalysis();

    /** Longer words are none that people write: keys, hashes, invoices, base64. */
    private static final int MAX_TERM_CHARACTERS = 48;

    private static final boolean CJK_BY_DICTIONARY = false;
    private static final boolean MYANMAR_BY_DICTIONARY = true;
    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;

    private TextAnalysis() {}

    /**
     * A term of a text.
     *
     * @param position counted in words, and in characters of those scripts that are cut into pairs
     * @param isSingle one character of such a script
     * @param isPair two of them
     */
    record Token(String term, int position, boolean isSingle, boolean isPair) {}

    /** Long tokens leave before they are folded, as folding a long run of combining marks is quadratic. */
    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
        Tokenizer words = new ICUTokenizer(new DefaultICUTokenizerConfig(CJK_BY_DICTIONARY, MYANMAR_BY_DICTIONARY));
        TokenStream shorter = new LengthFilter(words, 1, MAX_TERM_CHARACTERS);
        TokenStream pairs = new CJKBigramFilter(shorter, ALL_SCRIPTS, true);
        return new TokenStreamComponents(words, new ICUFoldingFilter(pairs));
    }

    /** All terms of {@code text}, in their order. */
    List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        try (TokenStream stream = tokenStream("", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
            TypeAttribute type = stream.addAttribute(TypeAttribute.class);
            stream.reset();
            int position = -1;
            while (stream.incrementToken()) {
                position += step.getPositionIncrement();
                tokens.add(new Token(
                        term.toString(),
                        position,
                        type.type().equals(CJKBigramFilter.SINGLE_TYPE),
                        type.type().equals(CJKBigramFilter.DOUBLE_TYPE)));
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a text from memory", e);
        }
        return tokens;
    }
}
