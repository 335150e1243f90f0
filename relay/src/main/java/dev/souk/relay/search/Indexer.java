package dev.souk.relay.search;

import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.search.IndexFolder.Found;
import dev.souk.relay.search.IndexFolder.Place;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.EventStore;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the index, as the thread {@code text-index}. It looks for changes five times a second, which costs less than to be
 * woken for each commit; searches look through what it has not shown yet themselves.
 *
 * <pre>
 * CLOSED --open--> TAKING IN --failed--> CLOSED, at the last commit, after a pause
 *                      |                    |
 *                      +--feed too short----+--damaged--> built anew from 0
 * </pre>
 */
final class Indexer {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

    private static final int PAGE = 2_000;
    private static final long PAUSE_MILLIS = 200;
    private static final long PAUSE_AFTER_FAILURE_SECONDS = 1;

    /** A newer point costs some 10 ms, and a small file that must be merged later. */
    private static final long SHOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Also when nobody asks, so that who does has not much to look through. */
    private static final long SHOW_CHANGES = 10_000;

    /** A commit syncs files; a crash costs the time to take in what came since. */
    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOG_LAG = 20_000;
    private static final byte[] STORE_KEY = "store".getBytes(StandardCharsets.UTF_8);

    private final SearchConfig config;
    private final SearchableText texts;
    private final EventStore store;
    private final TextIndex index;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable IndexFolder folder;
    private @Nullable IndexWriter writer;
    private Place place = Place.START;
    private long committed;
    private boolean isUnshown;
    private boolean mustBeginAnew;
    private boolean isCatchingUp;
    private long shownNanos;
    private long committedNanos;
    private long loggedNanos;

    Indexer(SearchConfig config, SearchableText texts, EventStore store, TextIndex index) {
        this.config = config;
        this.texts = texts;
        this.store = store;
        this.index = index;
    }

    /** Ends {@link #run} after the page it is at. Any thread. */
    void stop() {
        stopping.countDown();
    }

    void run() {
        while (stopping.getCount() > 0) {
            try {
                round();
            } catch (IOException | RuntimeException e) {
                recover(e);
            } catch (InterruptedException e) {
                LOG.debug("event=search-index-interrupted", e);
                break;
            }
        }
        closeNow();
    }

    private void round() throws IOException, InterruptedException {
        mustBeginAnew |= index.isDamaged();
        if (mustBeginAnew && writer != null) {
            throw new IOException("a search found the index damaged");
        }
        IndexWriter open = writer == null ? open() : writer;
        boolean hasMore = takeIn(open);
        showWhenDue(open, isCatchingUp && !hasMore);
        logProgress(hasMore);
        if (place.sequence() != committed && System.nanoTime() - committedNanos >= COMMIT_NANOS) {
            commit(open);
        }
        if (!hasMore) {
            pause(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @SuppressWarnings("ReturnValueIgnored") // The loop looks whether it has to stop.
    private void pause(long time, TimeUnit unit) throws InterruptedException {
        stopping.await(time, unit);
    }

    private IndexWriter open() throws IOException {
        IndexFolder files = folder;
        if (files == null) {
            files = IndexFolder.open(config.path(), texts.kinds(), storeName(), config.bufferBytes());
            folder = files;
        }
        Found found = mustBeginAnew ? new Found.Unusable("it has to be") : files.look(store.sequence());
        IndexWriter opened = files.writer(found instanceof Found.Unusable);
        writer = opened;
        switch (found) {
            case Found.Usable(Place known) -> {
                place = known;
                LOG.info("event=search-index-opened sequence={} of={}", place.sequence(), store.sequence());
            }
            case Found.Unusable(String why) -> {
                place = new Place(0, store.sequence());
                files.commit(opened, place);
                LOG.info("event=search-index-built-anew why=\"{}\" changes={}", why, store.sequence());
            }
        }
        mustBeginAnew = false;
        committed = place.sequence();
        committedNanos = System.nanoTime();
        show(DirectoryReader.open(opened));
        return opened;
    }

    /** A name that goes with the store, and not with its folder. */
    private String storeName() {
        Table table = store.table("search.index");
        byte[] name = table.get(STORE_KEY).orElseGet(() -> {
            byte[] fresh = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
            table.write(List.of(new Table.Write.Put(STORE_KEY, fresh)));
            return fresh;
        });
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Takes in a page of changes; false when there was none. */
    private boolean takeIn(IndexWriter open) throws IOException {
        if (store.sequence() == place.sequence()) {
            return false;
        }
        Changes changes = store.changesAfter(place.sequence(), place.beganAt(), PAGE);
        if (changes.isTruncated()) {
            mustBeginAnew = true;
            throw new IOException("the change feed no longer reaches back to " + place.sequence());
        }
        for (Change change : changes.changes()) {
            takeIn(open, change);
        }
        place = new Place(changes.next(), place.beganAt());
        return !changes.changes().isEmpty();
    }

    private void takeIn(IndexWriter open, Change change) throws IOException {
        switch (change) {
            case Change.Stored(StoredEvent event) -> {
                if (texts.covers(event.header().kind())) {
                    String text = SearchableText.text(SearchableText.event(event.header(), event.json()));
                    open.addDocument(Documents.of(event.sequence(), event.header(), text));
                    isUnshown = true;
                }
            }
            case Change.Removed removed -> {
                if (texts.covers(removed.kind())) {
                    open.deleteDocuments(Documents.key(removed.eventSequence()));
                    isUnshown = true;
                }
            }
        }
    }

    /** What changes no document is shown at once, as it costs nothing. */
    private void showWhenDue(IndexWriter open, boolean hasCaughtUp) throws IOException {
        IndexPoint point = index.point();
        long unshown = place.sequence() - point.sequence();
        if (unshown == 0) {
            return;
        }
        boolean isDue = index.isAskedForMore() && System.nanoTime() - shownNanos >= SHOW_NANOS;
        if (!isUnshown) {
            index.show(point.reader(), place.sequence());
        } else if (isDue || hasCaughtUp || unshown >= SHOW_CHANGES) {
            DirectoryReader newer = DirectoryReader.openIfChanged(point.reader().orElseThrow(), open);
            show(newer == null ? point.reader().orElseThrow() : newer);
        }
    }

    private void show(DirectoryReader reader) {
        index.show(Optional.of(reader), place.sequence());
        isUnshown = false;
        shownNanos = System.nanoTime();
    }

    private void commit(IndexWriter open) throws IOException {
        if (folder != null) {
            folder.commit(open, place);
            committed = place.sequence();
            committedNanos = System.nanoTime();
        }
    }

    private void logProgress(boolean hasMore) {
        long lag = store.sequence() - place.sequence();
        if (lag > LOG_LAG && System.nanoTime() - loggedNanos >= LOG_NANOS) {
            isCatchingUp = true;
            loggedNanos = System.nanoTime();
            LOG.info("event=search-index-catching-up sequence={} of={}", place.sequence(), store.sequence());
        } else if (isCatchingUp && !hasMore) {
            isCatchingUp = false;
            LOG.info("event=search-index-caught-up sequence={}", place.sequence());
        }
    }

    /** Goes back to the last commit, as half a page may have been taken in. */
    private void recover(Exception failure) {
        mustBeginAnew |= IndexFolder.isDamage(failure);
        LOG.error("event=search-index-failed sequence={} anew={}", place.sequence(), mustBeginAnew, failure);
        try {
            if (writer != null) {
                writer.rollback();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=search-index-rollback-failed", e);
        }
        writer = null;
        try {
            pause(PAUSE_AFTER_FAILURE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeNow() {
        index.show(Optional.empty(), 0);
        try {
            if (writer != null) {
                commit(writer);
                // Ends merges that are under way instead of waiting for them.
                writer.rollback();
            }
            if (folder != null) {
                folder.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=search-index-not-closed sequence={} committed={}", place.sequence(), committed, e);
        }
    }
}
