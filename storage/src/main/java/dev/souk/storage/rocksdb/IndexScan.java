package dev.souk.storage.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * The one scan loop of all indexes: merges the rows of many prefixes, newest first, through a single iterator. Each
 * prefix keeps a small buffer of rows that were read ahead; when it is used up, the iterator seeks back to where that
 * prefix stopped and reads a longer piece. Measured against one iterator for each of 500 authors: a quarter of the cost,
 * and it can stop anywhere, as its state is a few keys on the heap.
 */
final class IndexScan implements Rows {
    private static final int FIRST_PIECE = 4;
    private static final int LONGEST_PIECE = 256;

    private final RocksSnapshot snapshot;
    private final long since;
    private final long until;
    private final int firstPiece;

    /** Prefixes that lack the kind, each with the next kind to look for. */
    private final Deque<OpenPrefix> open = new ArrayDeque<>();

    private final List<Prefix> unread = new ArrayList<>();
    private final PriorityQueue<Prefix> heads = new PriorityQueue<>();
    private byte[] key = new byte[64];
    private @Nullable RocksIterator iterator;
    private long examined;

    private record OpenPrefix(byte[] bytes, int nextKind) {}

    /** What is known of one prefix. Ordered by its next row. */
    private static final class Prefix implements Comparable<Prefix> {
        private final byte[] bytes;
        private final List<Row> piece = new ArrayList<>();
        private byte[] resumeAt;
        private int position;
        private int pieceLength;
        private boolean isExhausted;

        private Prefix(byte[] bytes, byte[] resumeAt, int pieceLength) {
            this.bytes = bytes;
            this.resumeAt = resumeAt;
            this.pieceLength = pieceLength;
        }

        private Row head() {
            return piece.get(position);
        }

        private boolean isUsedUp() {
            return position == piece.size();
        }

        @Override
        public int compareTo(Prefix other) {
            return head().compareTo(other.head());
        }
    }

    /**
     * @param prefixes which rows
     * @param lacksKind the prefixes end where the kind begins: rows of all kinds are wanted
     * @param wanted about how many rows will be asked for; sizes the first pieces
     */
    IndexScan(RocksSnapshot snapshot, List<byte[]> prefixes, boolean lacksKind, long since, long until, int wanted) {
        this.snapshot = snapshot;
        this.since = since;
        this.until = until;
        this.firstPiece = Math.clamp(wanted / Math.max(1, prefixes.size()) + 1, FIRST_PIECE, LONGEST_PIECE);
        if (until >= 0 && since <= until) {
            for (byte[] prefix : prefixes) {
                if (lacksKind) {
                    open.add(new OpenPrefix(prefix, 0));
                } else {
                    read(prefix);
                }
            }
        }
    }

    private void read(byte[] prefix) {
        unread.add(new Prefix(prefix, Keys.rowsUntil(prefix, until), firstPiece));
    }

    @Override
    public boolean prepare(int budget) {
        long end = examined + budget;
        while (!open.isEmpty()) {
            if (examined >= end) {
                return false;
            }
            findKind(open.remove());
        }
        while (!unread.isEmpty()) {
            if (examined >= end) {
                return false;
            }
            Prefix prefix = unread.removeLast();
            readPiece(prefix);
            if (!prefix.isUsedUp()) {
                heads.add(prefix);
            }
        }
        return true;
    }

    @Override
    public Optional<Row> next() {
        Prefix first = heads.poll();
        if (first == null) {
            return Optional.empty();
        }
        Row row = first.head();
        first.position++;
        if (!first.isUsedUp()) {
            heads.add(first);
        } else if (!first.isExhausted) {
            unread.add(first);
        }
        return Optional.of(row);
    }

    /** Seeks the next kind under a prefix that lacks it; where there is one, there may be more. */
    private void findKind(OpenPrefix prefix) {
        RocksIterator rows = rows();
        rows.seek(Keys.withKind(prefix.bytes(), prefix.nextKind()));
        examined++;
        if (!rows.isValid()) {
            RocksSnapshot.check(rows);
            return;
        }
        rows.key(key, 0, key.length);
        if (startsWith(prefix.bytes())) {
            int kind = ByteBuffer.wrap(key).getInt(prefix.bytes().length);
            read(Keys.withKind(prefix.bytes(), kind));
            if (kind < Integer.MAX_VALUE) {
                open.push(new OpenPrefix(prefix.bytes(), kind + 1));
            }
        }
    }

    private RocksIterator rows() {
        RocksIterator rows = iterator == null ? snapshot.index() : iterator;
        iterator = rows;
        return rows;
    }

    private boolean startsWith(byte[] prefix) {
        return Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private void readPiece(Prefix prefix) {
        RocksIterator rows = rows();
        prefix.piece.clear();
        prefix.position = 0;
        rows.seek(prefix.resumeAt);
        examined++;
        while (true) {
            if (!isWithin(rows, prefix)) {
                prefix.isExhausted = true;
                break;
            }
            if (prefix.piece.size() == prefix.pieceLength) {
                prefix.resumeAt = Arrays.copyOf(key, prefix.bytes.length + Keys.SUFFIX);
                break;
            }
            prefix.piece.add(rowAt(prefix.bytes.length));
            rows.next();
            examined++;
        }
        prefix.pieceLength = Math.min(prefix.pieceLength * 4, LONGEST_PIECE);
    }

    /** Loads the iterator's key, and tells whether it belongs to the prefix and is new enough. */
    private boolean isWithin(RocksIterator rows, Prefix prefix) {
        if (!rows.isValid()) {
            RocksSnapshot.check(rows);
            return false;
        }
        int length = rows.key(key, 0, key.length);
        return length == prefix.bytes.length + Keys.SUFFIX
                && startsWith(prefix.bytes)
                && Keys.rowTime(ByteBuffer.wrap(key), prefix.bytes.length) >= since;
    }

    private Row rowAt(int suffix) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        return new Row(Keys.rowTime(bytes, suffix), bytes.getLong(suffix + 5), bytes.getLong(suffix + 13));
    }

    @Override
    public long examined() {
        return examined;
    }

    @Override
    public void suspend() {
        if (iterator != null) {
            iterator.close();
            iterator = null;
        }
    }
}
