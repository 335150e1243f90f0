package dev.souk.marketplace.statistics;

import java.util.Arrays;

/**
 * How often each of some numbers occurs: two arrays, sorted by the number. Counts may fall below zero on the way (a
 * subtraction may come before its addition); what occurs zero times is not there. So it is a pure function of all
 * additions and subtractions, whatever their order. Mutable; owned by one thread. Whoever fills it bounds it.
 */
final class Multiset {
    private static final long[] NONE = {};

    private long[] keys = NONE;
    private long[] counts = NONE;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long key(int index) {
        return keys[index];
    }

    long count(int index) {
        return counts[index];
    }

    /** How often {@code key} occurs. */
    long countOf(long key) {
        int index = Arrays.binarySearch(keys, 0, size, key);
        return index < 0 ? 0 : counts[index];
    }

    void add(long key, long count) {
        if (count == 0) {
            return;
        }
        int index = Arrays.binarySearch(keys, 0, size, key);
        if (index < 0) {
            insert(-index - 1, key, count);
        } else {
            counts[index] += count;
            if (counts[index] == 0) {
                remove(index);
            }
        }
    }

    private void insert(int index, long key, long count) {
        if (size == keys.length) {
            int capacity = Math.max(4, size + (size >> 1));
            keys = Arrays.copyOf(keys, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
        System.arraycopy(keys, index, keys, index + 1, size - index);
        System.arraycopy(counts, index, counts, index + 1, size - index);
        keys[index] = key;
        counts[index] = count;
        size++;
    }

    private void remove(int index) {
        size--;
        System.arraycopy(keys, index + 1, keys, index, size - index);
        System.arraycopy(counts, index + 1, counts, index, size - index);
    }

    /** Adds all of {@code other}, in one pass. */
    void addAll(Multiset other) {
        if (other.size <= 4) {
            for (int i = 0; i < other.size; i++) {
                add(other.keys[i], other.counts[i]);
            }
            return;
        }
        Multiset sum = new Multiset();
        sum.keys = new long[size + other.size];
        sum.counts = new long[size + other.size];
        int mine = 0;
        int its = 0;
        while (mine < size || its < other.size) {
            if (its == other.size || (mine < size && keys[mine] < other.keys[its])) {
                sum.append(keys[mine], counts[mine++]);
            } else if (mine == size || other.keys[its] < keys[mine]) {
                sum.append(other.keys[its], other.counts[its++]);
            } else {
                sum.append(keys[mine], counts[mine++] + other.counts[its++]);
            }
        }
        keys = sum.keys;
        counts = sum.counts;
        size = sum.size;
    }

    private void append(long key, long count) {
        if (count != 0) {
            keys[size] = key;
            counts[size++] = count;
        }
    }

    /** Writes the entries; {@code isDense} numbers (small, not negative) as steps, others in eight bytes each. */
    void write(RowWriter row, boolean isDense) {
        row.number(size);
        long before = -1;
        for (int i = 0; i < size; i++) {
            if (isDense) {
                row.number(keys[i] - before - 1);
            } else {
                row.fixed(keys[i]);
            }
            row.signed(counts[i]);
            before = keys[i];
        }
    }

    /** Reads what {@link #write} wrote. */
    static Multiset read(RowReader row, boolean isDense, long maxKey) {
        Multiset read = new Multiset();
        int size = row.size(isDense ? 2 : Long.BYTES + 1);
        read.keys = new long[size];
        read.counts = new long[size];
        long before = -1;
        for (int i = 0; i < size; i++) {
            long key = isDense ? before + 1 + row.number((int) maxKey) : row.fixed();
            row.check(isDense ? key <= maxKey : i == 0 || key > before, "entries are out of order");
            long count = row.signed();
            row.check(count != 0, "an entry occurs zero times");
            read.append(key, count);
            before = key;
        }
        return read;
    }
}
