package dev.souk.storage.rocksdb;

import dev.souk.protocol.Filter;
import dev.souk.storage.IndexCount;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * Counts the rows of prefixes that say all that a filter asks: kinds, authors or one value of a tag, and a time. An event
 * has one row under one of them at most, so the rows are the matches, but for those that have expired and are not swept
 * yet: they are looked up before and left out.
 *
 * <p>The iterator is told where the rows end, so that counting one takes two calls into RocksDB and copies no key.
 */
final class IndexCounter implements IndexCount {
    /** Past this many prefixes or expired events, reading the matches costs no more. */
    private static final int MAX_PREFIXES = 2_000;

    private static final int MAX_EXPIRED = 1_000;

    /** Rows between two looks at the budget. */
    private static final int STRIDE = 64;

    private final RocksSnapshot snapshot;
    private final long since;
    private final long until;
    private final Set<Integer> without;

    /** Prefixes that lack the kind, each with the next kind to look for. */
    private final Deque<OpenPrefix> open;

    private final Deque<Rows> waiting = new ArrayDeque<>();
    private final long expired;
    private @Nullable Scan scan;
    private long examined;
    private long counted;

    /** Bytes of the rows that were counted, as far as RocksDB can tell. */
    private long countedBytes;

    private record OpenPrefix(byte[] bytes, int nextKind) {
        Rows rows() {
            return new Rows(Keys.withKind(bytes, nextKind), Keys.firstBehind(bytes));
        }

        Rows rows(int kind) {
            byte[] ofKind = Keys.withKind(bytes, kind);
            return new Rows(ofKind, Keys.firstBehind(ofKind));
        }
    }

    /** The rows from one key to before another. */
    private record Rows(byte[] from, byte[] to) {}

    /** An iterator within some rows. */
    private static final class Scan {
        private final ReadOptions options;
        private final Slice end;
        private final RocksIterator iterator;
        private final Rows rows;

        private Scan(RocksSnapshot snapshot, Rows rows) {
            this.rows = rows;
            end = new Slice(rows.to());
            options = snapshot.options().setIterateUpperBound(end);
            iterator = snapshot.index(options);
            iterator.seek(rows.from());
        }

        private void close() {
            iterator.close();
            options.close();
            end.close();
        }
    }

    private IndexCounter(
            RocksSnapshot snapshot, Filter filter, Set<Integer> without, List<byte[]> prefixes, long expired) {
        this.snapshot = snapshot;
        this.since = Math.max(0, filter.since());
        this.until = filter.until();
        this.without = without;
        this.expired = expired;
        this.open = new ArrayDeque<>();
        Optional<Set<Integer>> asked = filter.kinds();
        for (byte[] prefix : filter.matchesNothing() || until < 0 ? List.<byte[]>of() : prefixes) {
            if (asked.isPresent()) {
                asked.get().stream()
                        .filter(kind -> !without.contains(kind))
                        .forEach(kind -> waiting.add(rowsOf(Keys.withKind(prefix, kind))));
            } else {
                open.add(new OpenPrefix(prefix, 0));
            }
        }
    }

    /** A counter for {@code filter}, if the index alone can tell. */
    static Optional<IndexCount> of(RocksSnapshot snapshot, Filter filter, Set<Integer> without) {
        Optional<List<byte[]>> prefixes = prefixes(filter);
        long needed = prefixes.map(List::size).orElse(0)
                * (long) filter.kinds().map(Set::size).orElse(1);
        if (prefixes.isEmpty() || needed > MAX_PREFIXES) {
            return Optional.empty();
        }
        List<Long> expired = snapshot.expired(MAX_EXPIRED);
        if (expired.size() == MAX_EXPIRED) {
            return Optional.empty();
        }
        long matching = expired.stream()
                .map(snapshot::shown)
                .flatMap(Optional::stream)
                .filter(event -> !without.contains(event.header().kind()) && filter.matches(event.header()))
                .count();
        return Optional.of(new IndexCounter(snapshot, filter, without, prefixes.get(), matching));
    }

    /** Prefixes that the kind follows, and that say all else that {@code filter} asks. */
    private static Optional<List<byte[]>> prefixes(Filter filter) {
        if (filter.ids().isPresent()
                || filter.search().isPresent()
                || filter.tags().size() + filter.authors().map(all -> 1).orElse(0) > 1) {
            return Optional.empty();
        }
        if (filter.authors().isPresent()) {
            return Optional.of(
                    filter.authors().get().stream().map(Keys::byAuthorAnyKind).toList());
        }
        for (Map.Entry<Character, Set<String>> tag : filter.tags().entrySet()) {
            // An event may have several of several values.
            return tag.getValue().size() > 1
                    ? Optional.empty()
                    : Optional.of(tag.getValue().stream()
                            .map(value -> Keys.byTag(tag.getKey(), Keys.sha256(value)))
                            .toList());
        }
        return Optional.of(List.of(new byte[] {Keys.BY_KIND}));
    }

    /** The rows of one whole prefix that are within the time asked for; newer ones come first. */
    private Rows rowsOf(byte[] prefix) {
        return new Rows(
                Keys.rowsUntil(prefix, until),
                since == 0 ? Keys.firstBehind(prefix) : Keys.rowsUntil(prefix, since - 1));
    }

    @Override
    public boolean advance(int budget) {
        long end = examined + budget;
        while (examined < end) {
            Scan current = scan;
            if (current != null) {
                read(current);
            } else if (!waiting.isEmpty()) {
                scan = new Scan(snapshot, waiting.remove());
                examined++;
            } else if (!open.isEmpty()) {
                findKind(open.remove());
            } else {
                return true;
            }
        }
        return false;
    }

    private void read(Scan current) {
        RocksIterator rows = current.iterator;
        for (int i = 0; i < STRIDE; i++) {
            if (!rows.isValid()) {
                RocksSnapshot.check(rows);
                countedBytes += bytes(current.rows);
                end(current);
                return;
            }
            counted++;
            examined++;
            rows.next();
        }
    }

    private void end(Scan current) {
        current.close();
        scan = null;
    }

    /** Seeks the next kind under a prefix; where there is one, there may be more. */
    private void findKind(OpenPrefix prefix) {
        Scan seek = new Scan(snapshot, prefix.rows());
        examined++;
        if (seek.iterator.isValid()) {
            int kind = ByteBuffer.wrap(seek.iterator.key()).getInt(prefix.bytes().length);
            if (!without.contains(kind)) {
                waiting.add(rowsOf(Keys.withKind(prefix.bytes(), kind)));
            }
            if (kind < Integer.MAX_VALUE) {
                open.push(new OpenPrefix(prefix.bytes(), kind + 1));
            }
        } else {
            RocksSnapshot.check(seek.iterator);
        }
        seek.close();
    }

    @Override
    public long examined() {
        return examined;
    }

    @Override
    public long matches() {
        return Math.max(0, counted - expired) + (counted == 0 ? 0 : unread());
    }

    /** About how many rows were not read, taking them to be as large as those that were. */
    private long unread() {
        long read = countedBytes;
        long left = waiting.stream().mapToLong(this::bytes).sum()
                + open.stream().mapToLong(this::unreadBytes).sum();
        Scan current = scan;
        if (current != null && current.iterator.isValid()) {
            byte[] place = current.iterator.key();
            read += snapshot.indexBytes(current.rows.from(), place);
            left += snapshot.indexBytes(place, current.rows.to());
        }
        return read == 0 ? 0 : Math.round((double) counted / read * left);
    }

    /** Of a prefix whose kinds are not all known those are left out that will not be counted. */
    private long unreadBytes(OpenPrefix prefix) {
        long leftOut = without.stream()
                .filter(kind -> kind >= prefix.nextKind())
                .mapToLong(kind -> bytes(prefix.rows(kind)))
                .sum();
        return Math.max(0, bytes(prefix.rows()) - leftOut);
    }

    private long bytes(Rows rows) {
        return snapshot.indexBytes(rows.from(), rows.to());
    }

    @Override
    public void suspend() {
        Scan current = scan;
        if (current != null) {
            if (current.iterator.isValid()) {
                Rows rest = new Rows(current.iterator.key(), current.rows.to());
                countedBytes += snapshot.indexBytes(current.rows.from(), rest.from());
                waiting.push(rest);
            }
            end(current);
        }
    }

    @Override
    public void close() {
        if (scan != null) {
            end(scan);
        }
    }
}
