package dev.souk.storage.rocksdb;

import java.util.Comparator;

/**
 * Where an event stands in an index: newest first, ties by the lowest id, as far as its first eight bytes tell.
 *
 * @param idHead the first eight bytes of the id
 */
record Row(long createdAt, long idHead, long sequence) implements Comparable<Row> {
    private static final Comparator<Row> ORDER = Comparator.comparingLong(Row::createdAt)
            .reversed()
            .thenComparing(Row::idHead, Long::compareUnsigned)
            .thenComparingLong(Row::sequence);

    @Override
    public int compareTo(Row other) {
        return ORDER.compare(this, other);
    }
}
