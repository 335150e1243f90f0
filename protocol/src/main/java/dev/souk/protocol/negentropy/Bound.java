package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;

/**
 * A place in the order of items: by timestamp, then by id. Also the place of an item itself, which stands just behind the
 * bound that equals it.
 *
 * @param timestamp unsigned; 2^64 - 1 is infinity
 */
public record Bound(long timestamp, Bytes32 id) implements Comparable<Bound> {
    static final long INFINITY = -1;

    private static final Bytes32 LOWEST = new Bytes32(0, 0, 0, 0);

    /** Before all items. */
    public static final Bound START = new Bound(0, LOWEST);

    /** Behind all items. */
    public static final Bound END = new Bound(INFINITY, LOWEST);

    /** Before all items of this time. */
    public static Bound at(long timestamp) {
        return new Bound(timestamp, LOWEST);
    }

    /** The shortest bound that parts two neighbours: not behind {@code item}, and behind {@code before}. */
    public static Bound between(Bound before, Bound item) {
        return before.timestamp == item.timestamp
                ? new Bound(item.timestamp, item.prefix(before.sharedBytes(item) + 1))
                : at(item.timestamp);
    }

    private int sharedBytes(Bound other) {
        for (int i = 0; i < Bytes32.SIZE; i += Long.BYTES) {
            long difference = word(i) ^ other.word(i);
            if (difference != 0) {
                return i + Long.numberOfLeadingZeros(difference) / Byte.SIZE;
            }
        }
        return Bytes32.SIZE - 1;
    }

    private Bytes32 prefix(int bytes) {
        return new Bytes32(masked(0, bytes), masked(8, bytes), masked(16, bytes), masked(24, bytes));
    }

    private long masked(int offset, int bytes) {
        int kept = Math.clamp(bytes - offset, 0, Long.BYTES);
        return kept == 0 ? 0 : word(offset) & -1L << (Long.BYTES - kept) * Byte.SIZE;
    }

    /** How many bytes of the id say all: the rest are zeros. */
    int idLength() {
        for (int i = Bytes32.SIZE - Long.BYTES; i >= 0; i -= Long.BYTES) {
            if (word(i) != 0) {
                return i + Long.BYTES - Long.numberOfTrailingZeros(word(i)) / Byte.SIZE;
            }
        }
        return 0;
    }

    private long word(int offset) {
        return switch (offset) {
            case 0 -> id.a();
            case 8 -> id.b();
            case 16 -> id.c();
            default -> id.d();
        };
    }

    @Override
    public int compareTo(Bound other) {
        int order = Long.compareUnsigned(timestamp, other.timestamp);
        return order == 0 ? id.compareTo(other.id) : order;
    }
}
