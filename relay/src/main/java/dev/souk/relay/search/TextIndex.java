package dev.souk.relay.search;

import dev.souk.protocol.EventHeader;
import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;

/**
 * The full text of the store, in an index beside it. The thread {@code text-index} follows the store's changes and writes
 * the index ({@link Indexer}); searches run on the threads of those who ask, over the {@link IndexPoint} that it has shown last.
 * Thread-safe.
 */
public final class TextIndex implements AutoCloseable {
    /** How long a search waits at most for an index that is just being opened, which is in the first moments of a relay. */
    private static final long PATIENCE_SECONDS = 10;

    private final EventStore store;
    private final InstantSource clock;
    private final Supplier<SearchConfig> config;
    private final SearchableText texts;
    private final RelayMetrics metrics;
    private final Indexer indexer;
    private final Thread thread;
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Replaced by the index's thread. Who reads it has to hold it before using it. */
    private volatile IndexPoint point = IndexPoint.NOTHING;

    /** Set by searches that found changes behind the point, taken back when there is a newer point. */
    private volatile boolean isAskedForMore;

    /** Set by searches that could not read it, taken back when there is a newer point. */
    private volatile boolean isDamaged;

    /** @param kinds whose text is searched */
    public TextIndex(
            Supplier<SearchConfig> config,
            Set<Integer> kinds,
            EventStore store,
            InstantSource clock,
            RelayMetrics metrics,
            Health health) {
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.texts = new SearchableText(kinds);
        this.metrics = metrics;
        this.indexer = new Indexer(config.get(), texts, store, this);
        this.thread = health.vital("text-index", indexer::run);
        metrics.store(
                "souk.search.lag",
                "Changes of the store that the search index does not show yet",
                this,
                index -> store.sequence() - index.point.sequence());
        metrics.store("souk.search.documents", "Documents in the search index", this, TextIndex::documents);
    }

    /** Begins to open the index and to follow the store. */
    public void start() {
        thread.start();
    }

    /** Which text of an event is searched. */
    public SearchableText texts() {
        return texts;
    }

    /** What the index has now, for a search. To be taken before the snapshot that the search shows. */
    public Hold hold() {
        awaitOpening();
        IndexPoint held = point;
        while (!held.tryHold()) {
            held = point;
        }
        if (held.sequence() < store.sequence()) {
            isAskedForMore = true;
        }
        return new Hold(held);
    }

    private void awaitOpening() {
        try {
            if (!opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                opened.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The index as it was at one moment; holds files until it is released. Owned by one thread at a time. */
    public final class Hold {
        private final IndexPoint held;

        private Hold(IndexPoint held) {
            this.held = held;
        }

        /**
         * The matches of filters that search.
         *
         * @param snapshot taken after this hold; stays open as long as the search
         * @param visible what the asker may see
         */
        public TextSearch search(List<AnalysedFilter> filters, Snapshot snapshot, Predicate<EventHeader> visible) {
            IndexReader reader = held.reader().<IndexReader>map(open -> open).orElseGet(TextIndex::empty);
            long nowSeconds = clock.instant().getEpochSecond();
            SearchShare share = new SearchShare(
                    reader,
                    snapshot,
                    texts,
                    visible,
                    nowSeconds,
                    config.get(),
                    metrics.searched(),
                    TextIndex.this::failed);
            return new TextSearch(held.sequence(), store, share, texts, filters);
        }

        /** The last change that it shows. */
        long sequence() {
            return held.sequence();
        }

        /** How many documents it has, those of removed events left out. */
        int documents() {
            return held.reader().map(IndexReader::numDocs).orElse(0);
        }

        /** To be called once, after the last search. */
        public void release() {
            held.release();
        }
    }

    /** What a search fails with that cannot read the index. */
    private StorageException failed(Exception failure) {
        isDamaged |= IndexFolder.isDamage(failure);
        return new StorageException("cannot read the search index", failure);
    }

    private static IndexReader empty() {
        try {
            return new MultiReader();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from memory", e);
        }
    }

    private double documents() {
        IndexPoint held = point;
        if (!held.tryHold()) {
            return Double.NaN;
        }
        try {
            return held.reader().map(IndexReader::numDocs).orElse(0);
        } finally {
            held.release();
        }
    }

    /** The newest point. For the index's thread. */
    IndexPoint point() {
        return point;
    }

    /** True when a search had to look behind the point. */
    boolean isAskedForMore() {
        return isAskedForMore;
    }

    /** True when a search found it damaged. */
    boolean isDamaged() {
        return isDamaged;
    }

    /** Replaces the point. For the index's thread, which hands the reader over. */
    void show(Optional<DirectoryReader> reader, long sequence) {
        IndexPoint old = point;
        isAskedForMore = false;
        isDamaged = false;
        point = new IndexPoint(reader, sequence);
        if (!old.reader().equals(reader)) {
            old.release();
        }
        opened.countDown();
    }

    /** Takes in no more; writes how far it has come. No search may run any more. */
    @Override
    public void close() {
        indexer.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
