package dev.souk.bench.profile;

/**
 * What was done while a profile was taken, so that it can be told for each piece.
 *
 * @param count how many; at least 1
 * @param unit of what, in the singular
 */
public record Work(long count, String unit) {
    public Work {
        if (count < 1) {
            throw new IllegalArgumentException("no " + unit + " was done");
        }
    }

    String plural() {
        return unit.endsWith("y") ? unit.substring(0, unit.length() - 1) + "ies" : unit + "s";
    }
}
