package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;
import java.util.Arrays;
import java.util.List;

/** Builds a message of ranges in ascending order. Skipped ranges are put together, and left out at the end. One thread's. */
final class MessageWriter {
    /** The smallest limit that lets every message get on by at least one range. */
    static final int MIN_BYTES = 4_096;

    /** Kept for what must still be said when there is no more room: a skip, and the fingerprint of the rest. */
    private static final int RESERVE = 200;

    private final int maxBytes;
    private byte[] bytes = new byte[1_024];
    private int size;
    private long lastTimestamp;
    private Bound written = Bound.START;
    private Bound skipped = Bound.START;

    /** How far a message is. */
    record Mark(int size, long lastTimestamp, Bound written, Bound skipped) {}

    MessageWriter(int maxBytes) {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("a message needs at least " + MIN_BYTES + " bytes, not " + maxBytes);
        }
        this.maxBytes = maxBytes;
        append(Version.offer());
    }

    Mark mark() {
        return new Mark(size, lastTimestamp, written, skipped);
    }

    /** Takes back what was written since. */
    void backTo(Mark mark) {
        size = mark.size();
        lastTimestamp = mark.lastTimestamp();
        written = mark.written();
        skipped = mark.skipped();
    }

    /** True when nothing but the rest may follow. */
    boolean isFull() {
        return size > maxBytes - RESERVE;
    }

    /** How many ids a list may have that is written next. */
    int roomForIds() {
        return Math.max(0, maxBytes - RESERVE - size) / Bytes32.SIZE;
    }

    void skip(Bound to) {
        skipped = to;
    }

    void digest(Bound to, Fingerprint fingerprint) {
        begin(to, Range.DIGEST);
        append(fingerprint.toBytes());
    }

    void ids(Bound to, List<Bytes32> ids) {
        begin(to, Range.IDS);
        append(Varint.bytes(ids.size()));
        for (Bytes32 id : ids) {
            append(id.toBytes());
        }
    }

    private void begin(Bound to, int mode) {
        if (skipped.compareTo(written) > 0) {
            range(skipped, Range.SKIP);
        }
        range(to, mode);
        skipped = to;
    }

    private void range(Bound to, int mode) {
        boolean isEnd = to.timestamp() == Bound.INFINITY;
        append(Varint.bytes(isEnd ? 0 : to.timestamp() - lastTimestamp + 1));
        lastTimestamp = to.timestamp();
        int length = isEnd ? 0 : to.idLength();
        append(Varint.bytes(length));
        append(Arrays.copyOf(to.id().toBytes(), length));
        append(Varint.bytes(mode));
        written = to;
    }

    private void append(byte[] more) {
        if (bytes.length - size < more.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more.length));
        }
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
