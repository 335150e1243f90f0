package dev.souk.marketplace.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. */
final class NearestName {
    /** Longer names are not compared: nobody mistypes that much. */
    private static final int MAX_LENGTH = 64;

    private NearestName() {}

    /** Of {@code known}, the name with the fewest letters to add, drop or change; the first in order of several. */
    static Optional<String> of(String given, Collection<String> known) {
        String compared = given.length() > MAX_LENGTH ? given.substring(0, MAX_LENGTH) : given;
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(compared, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The Levenshtein distance. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
