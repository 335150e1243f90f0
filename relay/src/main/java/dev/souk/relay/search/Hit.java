package dev.souk.relay.search;

import java.util.Comparator;

/**
 * An event that may be found, and its place among the others: the more relevant first, then the newer.
 *
 * @param sequence under which number it is stored; the later one comes first of those that are as relevant and as new
 */
record Hit(float score, long createdAt, long sequence) implements Comparable<Hit> {
    private static final Comparator<Hit> ORDER = Comparator.comparingDouble(Hit::score)
            .thenComparingLong(Hit::createdAt)
            .thenComparingLong(Hit::sequence)
            .reversed();

    @Override
    public int compareTo(Hit other) {
        return ORDER.compare(this, other);
    }
}
