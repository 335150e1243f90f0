package dev.souk.protocol;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A set of ids or keys, in the order of their bytes. Filters with hundreds of authors stay open by the thousand: so the
 * values lie side by side, 32 bytes each, instead of in objects that take twice as much, and are looked up by bisection,
 * which no choice of values can slow down. Immutable.
 */
public final class Bytes32Set extends AbstractSet<Bytes32> {
    private static final int WORDS = 4;

    private final long[] words;

    private Bytes32Set(long[] words) {
        this.words = words;
    }

    /** The set of these values, each of which may be there more than once. */
    public static Bytes32Set copyOf(Collection<Bytes32> values) {
        if (values instanceof Bytes32Set same) {
            return same;
        }
        Bytes32[] sorted = values.toArray(Bytes32[]::new);
        Arrays.sort(sorted);
        long[] words = new long[WORDS * sorted.length];
        int end = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || !sorted[i].equals(sorted[i - 1])) {
                words[end++] = sorted[i].a();
                words[end++] = sorted[i].b();
                words[end++] = sorted[i].c();
                words[end++] = sorted[i].d();
            }
        }
        return new Bytes32Set(end == words.length ? words : Arrays.copyOf(words, end));
    }

    @Override
    public int size() {
        return words.length / WORDS;
    }

    @Override
    public boolean contains(Object value) {
        return value instanceof Bytes32 wanted && contains(wanted);
    }

    private boolean contains(Bytes32 wanted) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(words[WORDS * middle], wanted.a());
            if (order == 0) {
                order = at(middle).compareTo(wanted);
            }
            if (order == 0) {
                return true;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return false;
    }

    private Bytes32 at(int index) {
        int first = WORDS * index;
        return new Bytes32(words[first], words[first + 1], words[first + 2], words[first + 3]);
    }

    @Override
    public Iterator<Bytes32> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Bytes32 next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the set has no more values");
                }
                return at(next++);
            }
        };
    }
}
