package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A set in one array of 40 bytes an item, with a sum every {@value #STEP} items. Immutable once built. */
public final class ItemArray implements ItemSet {
    /** The bytes that an item takes, its share of the sums included. */
    public static final int ITEM_BYTES = 41;

    private static final int STEP = 64;
    private static final int WORDS = 5;

    /** For each item its timestamp and the four words of its id. */
    private final long[] words;

    private final int size;

    /** At {@code i} the sum of the first {@code i * STEP} items. */
    private final Sum[] sums;

    private ItemArray(long[] words, int size) {
        this.words = words;
        this.size = size;
        this.sums = new Sum[size / STEP + 1];
        Sum sum = Sum.ZERO;
        sums[0] = sum;
        for (int i = 0; i < size; i++) {
            sum = sum.plus(id(i));
            if ((i + 1) % STEP == 0) {
                sums[(i + 1) / STEP] = sum;
            }
        }
    }

    /** How many items there are. */
    public int size() {
        return size;
    }

    private long timestamp(int index) {
        return words[index * WORDS];
    }

    private Bytes32 id(int index) {
        int at = index * WORDS;
        return new Bytes32(words[at + 1], words[at + 2], words[at + 3], words[at + 4]);
    }

    private Bound item(int index) {
        return new Bound(timestamp(index), id(index));
    }

    /** How many items stand before {@code bound}. */
    private int before(Bound bound) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (item(middle).compareTo(bound) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Sum sumBefore(int index) {
        Sum sum = sums[index / STEP];
        for (int i = index - index % STEP; i < index; i++) {
            sum = sum.plus(id(i));
        }
        return sum;
    }

    @Override
    public Sum sum(Bound from, Bound to) {
        return sumBefore(before(to)).minus(sumBefore(before(from)));
    }

    @Override
    public List<Bound> cuts(Bound from, Bound to, int parts) {
        int first = before(from);
        int count = before(to) - first;
        List<Bound> cuts = new ArrayList<>(parts - 1);
        int end = first;
        for (int i = 0; i < parts - 1; i++) {
            end += count / parts + (i < count % parts ? 1 : 0);
            cuts.add(Bound.between(item(end - 1), item(end)));
        }
        return cuts;
    }

    @Override
    public void forEach(Bound from, Bound to, Predicate<Bound> visitor) {
        int end = before(to);
        int i = before(from);
        while (i < end && visitor.test(item(i))) {
            i++;
        }
    }

    /** Collects items in any order. Owned by one thread. */
    public static final class Builder {
        private static final int FIRST_ITEMS = 256;

        private long[] words = new long[FIRST_ITEMS * WORDS];
        private int size;

        /** How many there are so far. */
        public int size() {
            return size;
        }

        /** Adds one; always true, so that it may stand where items are shown. */
        public boolean add(long timestamp, Bytes32 id) {
            int at = size * WORDS;
            if (at == words.length) {
                words = Arrays.copyOf(words, words.length + words.length / WORDS / 2 * WORDS);
            }
            words[at] = timestamp;
            words[at + 1] = id.a();
            words[at + 2] = id.b();
            words[at + 3] = id.c();
            words[at + 4] = id.d();
            size++;
            return true;
        }

        /** The set of them; what was added twice is in it once. The builder is used up. */
        public ItemArray build() {
            if (!isSorted()) {
                reverse();
            }
            if (!isSorted()) {
                sort();
            }
            dropDuplicates();
            return new ItemArray(words, size);
        }

        /** A query shows its matches newest first: behind this all is in order, or nearly. */
        private void reverse() {
            for (int low = 0, high = size - 1; low < high; low++, high--) {
                swap(low, high);
            }
            for (int start = 0, end = 0; start < size; start = end) {
                while (end < size && words[end * WORDS] == words[start * WORDS]) {
                    end++;
                }
                for (int low = start, high = end - 1; low < high; low++, high--) {
                    swap(low, high);
                }
            }
        }

        private boolean isSorted() {
            for (int i = 1; i < size; i++) {
                if (compare(i - 1, i) > 0) {
                    return false;
                }
            }
            return true;
        }

        /** Heapsort: in place, and never slower for whom it would please. */
        private void sort() {
            for (int root = size / 2 - 1; root >= 0; root--) {
                sink(root, size);
            }
            for (int end = size - 1; end > 0; end--) {
                swap(0, end);
                sink(0, end);
            }
        }

        private void sink(int start, int end) {
            int root = start;
            while (2 * root + 1 < end) {
                int child = 2 * root + 1;
                if (child + 1 < end && compare(child, child + 1) < 0) {
                    child++;
                }
                if (compare(root, child) >= 0) {
                    return;
                }
                swap(root, child);
                root = child;
            }
        }

        private void dropDuplicates() {
            int kept = Math.min(size, 1);
            for (int i = 1; i < size; i++) {
                if (compare(kept - 1, i) != 0) {
                    System.arraycopy(words, i * WORDS, words, kept * WORDS, WORDS);
                    kept++;
                }
            }
            size = kept;
        }

        private int compare(int one, int other) {
            for (int i = 0; i < WORDS; i++) {
                int order = Long.compareUnsigned(words[one * WORDS + i], words[other * WORDS + i]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        private void swap(int one, int other) {
            for (int i = 0; i < WORDS; i++) {
                long kept = words[one * WORDS + i];
                words[one * WORDS + i] = words[other * WORDS + i];
                words[other * WORDS + i] = kept;
            }
        }
    }
}
