package dev.souk.relay.search;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.relay.config.SearchConfig;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.IOSupplier;
import org.jspecify.annotations.Nullable;

/** What the filters of one REQ that search have in common, and what they may use up together. Owned by one thread at a time. */
final class SearchShare {
    private static final Sort ORDER = new Sort(
            SortField.FIELD_SCORE,
            new SortField(Documents.CREATED, SortField.Type.LONG, true),
            new SortField(Documents.SEQUENCE, SortField.Type.LONG, true));

    private final IndexSearcher searcher;
    private final Snapshot snapshot;
    private final SearchableText texts;
    private final Predicate<EventHeader> visible;
    private final long nowSeconds;
    private final long maxNanos;
    private final Timer timer;
    private final Function<Exception, StorageException> failure;
    private int candidatesLeft;
    private long examined;
    private long timedNanos;
    private boolean isCut;

    /**
     * @param timer for each page that the index is asked for
     * @param failure told what the index failed with; says what to throw
     */
    SearchShare(
            IndexReader reader,
            Snapshot snapshot,
            SearchableText texts,
            Predicate<EventHeader> visible,
            long nowSeconds,
            SearchConfig config,
            Timer timer,
            Function<Exception, StorageException> failure) {
        this.searcher = new IndexSearcher(reader);
        this.snapshot = snapshot;
        this.texts = texts;
        this.visible = visible;
        this.nowSeconds = nowSeconds;
        this.maxNanos = config.maxTime().toNanos();
        this.timer = timer;
        this.failure = failure;
        this.candidatesLeft = config.maxCandidates();
        searcher.setSimilarity(Ranking.FORMULA);
        searcher.setQueryCache(null);
    }

    /** The last change that the search shows. */
    long sequence() {
        return snapshot.sequence();
    }

    /** What to ask the index for. */
    Query query(Filter filter, Set<String> words) {
        return timed(() -> ask(() -> Documents.query(filter, words, snapshot, searcher.getIndexReader())));
    }

    /** How relevant texts are for these terms. */
    Ranking ranking(Set<String> terms) {
        return ask(() -> new Ranking(searcher, terms));
    }

    /** Notes that not all is looked at that may match. */
    void cut() {
        isCut = true;
    }

    boolean isCut() {
        return isCut;
    }

    /** How many events and changes were looked at. */
    long examined() {
        return examined;
    }

    void examine(int changes) {
        examined += changes;
    }

    /** Does what takes much longer than the rows that it examines tell, and counts its time. */
    <T> T timed(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            timedNanos += System.nanoTime() - start;
        }
    }

    /** How long that took so far. */
    long timedNanos() {
        return timedNanos;
    }

    private <T> T ask(IOSupplier<T> question) {
        try {
            return question.get();
        } catch (IOException | RuntimeException e) {
            throw failure.apply(e);
        }
    }

    int candidatesLeft() {
        return candidatesLeft;
    }

    /** The event of a candidate, as long as it is stored; counts as one look. */
    Optional<StoredEvent> look(Hit candidate) {
        candidatesLeft--;
        examined++;
        return snapshot.event(candidate.sequence());
    }

    boolean hasExpired(EventHeader event) {
        return event.hasExpired(nowSeconds);
    }

    /** True when the asker may see it. */
    boolean isVisible(EventHeader event) {
        return visible.test(event);
    }

    EventText text(StoredEvent event) {
        return texts.of(event.header(), event.json());
    }

    /** The best {@code size} documents that follow {@code after}; fewer when there are no more, or time is up. */
    List<ScoreDoc> page(Query query, @Nullable ScoreDoc after, int size) {
        long start = System.nanoTime();
        try {
            searcher.setTimeout(() -> System.nanoTime() - start > maxNanos);
            List<ScoreDoc> found =
                    timed(() -> ask(() -> List.of(searcher.searchAfter(after, query, size, ORDER).scoreDocs)));
            isCut |= searcher.timedOut();
            return found;
        } finally {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }
}
