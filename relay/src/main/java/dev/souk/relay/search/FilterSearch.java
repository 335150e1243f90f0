package dev.souk.relay.search;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor.Remainder;
import dev.souk.storage.EventCursor.Step;
import dev.souk.storage.StoredEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/**
 * The matches of one filter that searches, the most relevant first: what the index finds, a page at a time, and what was
 * stored since, each checked in full on the stored event. Owned by one thread at a time.
 */
final class FilterSearch {
    private static final int FIRST_PAGE = 64;
    private static final int GROWTH = 4;

    /** Candidates that may be spent, once the limit is reached, to find out whether there is more. */
    private static final int PROOF_CANDIDATES = 100;

    private final Filter filter;
    private final TextQuery query;
    private final SearchShare share;
    private final boolean asksNothing;
    private final PriorityQueue<Hit> recent = new PriorityQueue<>();
    private final Deque<Hit> page = new ArrayDeque<>();
    private @Nullable Query indexQuery;
    private @Nullable Ranking ranking;
    private @Nullable ScoreDoc last;
    private boolean isIndexDone;
    private boolean hasHidden;
    private int pageSize;
    private int left;
    private int proofLeft = PROOF_CANDIDATES;

    /** @param filter one that searches */
    FilterSearch(AnalysedFilter filter, SearchShare share) {
        this.filter = filter.filter();
        this.query = filter.query().orElseThrow();
        this.share = share;
        this.left = this.filter.limit().orElse(Integer.MAX_VALUE);
        this.asksNothing = filter.matchesNothing();
        this.isIndexDone = asksNothing;
        this.pageSize = Math.max(FIRST_PAGE, Math.min(left, Integer.MAX_VALUE - 1) + 1);
    }

    /** Takes in an event that the index does not show, if it is wanted. */
    void offer(StoredEvent event, EventText text) {
        if (!asksNothing && left > 0 && filter.matches(event.header()) && query.matches(text)) {
            recent.add(new Hit(ranking().of(text), event.header().createdAt(), event.sequence()));
        }
    }

    private Ranking ranking() {
        Ranking known = ranking;
        if (known == null) {
            known = share.ranking(query.terms());
            ranking = known;
        }
        return known;
    }

    /** Looks at one candidate, or for a page of them. */
    Step advance() {
        if (filter.limit().orElse(1) == 0 && !asksNothing) {
            return new Step.Finished(Remainder.UNKNOWN);
        }
        if (page.isEmpty() && !isIndexDone) {
            readPage();
            return new Step.Paused();
        }
        Optional<Hit> candidate = next();
        if (candidate.isEmpty()) {
            return new Step.Finished(hasHidden ? Remainder.UNKNOWN : Remainder.NONE);
        }
        if (share.candidatesLeft() == 0) {
            share.cut();
            return new Step.Finished(Remainder.UNKNOWN);
        }
        if (left == 0 && proofLeft-- == 0) {
            return new Step.Finished(Remainder.UNKNOWN);
        }
        Optional<StoredEvent> match = share.look(candidate.get()).filter(this::isShown);
        if (match.isEmpty()) {
            return new Step.Paused();
        }
        if (left == 0) {
            return new Step.Finished(Remainder.SOME);
        }
        left--;
        return new Step.Match(match.get());
    }

    private Optional<Hit> next() {
        Hit stored = page.peek();
        Hit newer = recent.peek();
        boolean isNewerFirst = newer != null && (stored == null || newer.compareTo(stored) < 0);
        return Optional.ofNullable(isNewerFirst ? recent.poll() : page.poll());
    }

    private void readPage() {
        Query known = indexQuery;
        if (known == null) {
            known = share.query(filter, query.terms());
            indexQuery = known;
        }
        int size = Math.min(pageSize, share.candidatesLeft() + 1);
        List<ScoreDoc> found = share.page(known, last, size);
        found.forEach(document -> page.add(hit((FieldDoc) document)));
        isIndexDone = found.size() < size;
        last = found.isEmpty() ? last : found.getLast();
        pageSize = (int) Math.min((long) pageSize * GROWTH, Integer.MAX_VALUE);
    }

    private static Hit hit(FieldDoc document) {
        Object[] fields = document.fields;
        return new Hit((Float) fields[0], (Long) fields[1], (Long) fields[2]);
    }

    private boolean isShown(StoredEvent event) {
        EventHeader header = event.header();
        if (!filter.matches(header)
                || share.hasExpired(header)
                || query.hasOrder() && !share.timed(() -> query.matches(share.text(event)))) {
            return false;
        }
        boolean isVisible = share.isVisible(header);
        hasHidden |= !isVisible;
        return isVisible;
    }
}
