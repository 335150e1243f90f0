package dev.souk.relay.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.search.similarities.Similarity.SimScorer;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.SmallFloat;

/**
 * Says how relevant an event is that the index does not show yet: by the same formula (BM25) and with the same numbers, so
 * that it finds its place among those that the index shows.
 */
final class Ranking {
    /** The formula, also for the index. */
    static final Similarity FORMULA = new BM25Similarity();

    private final Map<String, SimScorer> scorers = new HashMap<>();

    /** How {@code searcher} ranks texts for these terms. */
    Ranking(IndexSearcher searcher, Iterable<String> terms) throws IOException {
        for (String term : terms) {
            scorers.put(term, scorer(searcher, term));
        }
    }

    private static SimScorer scorer(IndexSearcher searcher, String text) throws IOException {
        Term term = new Term(Documents.TEXT, text);
        TermStates states = TermStates.build(searcher, term, true);
        CollectionStatistics all = searcher.collectionStatistics(Documents.TEXT);
        if (all == null) {
            all = new CollectionStatistics(Documents.TEXT, 1, 1, 1, 1);
        }
        TermStatistics one = states.docFreq() == 0
                ? new TermStatistics(new BytesRef(text), 1, 1)
                : searcher.termStatistics(term, states.docFreq(), states.totalTermFreq());
        return FORMULA.scorer(1, all, one);
    }

    /** The score of {@code text}, which has all the terms. */
    float of(EventText text) {
        double score = 0;
        long length = SmallFloat.intToByte4(text.length());
        for (Map.Entry<String, SimScorer> term : scorers.entrySet()) {
            score += term.getValue().score(text.count(term.getKey()), length);
        }
        return (float) score;
    }
}
