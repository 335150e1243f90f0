package dev.souk.deploy.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How many lines were rejected for one reason.
 *
 * @param first the numbers of the first few
 */
public record Tally(long count, List<Long> first) {
    /** How many numbers are kept. */
    static final int MAX_FIRST = 5;

    public Tally {
        first = List.copyOf(first);
    }

    /** One more, or the first one. */
    Tally and(long line) {
        if (first.size() == MAX_FIRST) {
            return new Tally(count + 1, first);
        }
        List<Long> more = new ArrayList<>(first);
        more.add(line);
        return new Tally(count + 1, more);
    }

    /** For people: {@code 7 (line 3, 4, 9, 12, 20, ...)}. */
    String text(String unit) {
        String numbers = first.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%,d (%s %s%s)", count, unit, numbers, count > first.size() ? ", ..." : "");
    }
}
