package dev.souk.marketplace.statistics;

/**
 * Numbers to three significant digits, as small codes in the same order: {@code 0..999} for themselves, then 900 codes for
 * each further decimal place. Rounding is to the nearest, half up, so a number is off by at most half a percent, and round
 * numbers, which prices are, not at all.
 */
final class Digits {
    private static final int EXACT = 1_000;
    private static final int PER_PLACE = 900;
    private static final int MAX_PLACES = 16;

    /** The code of the greatest long. */
    static final int MAX_CODE = EXACT + (MAX_PLACES - 1) * PER_PLACE + 822;

    private Digits() {}

    /** The code of a number that is not negative; those below count as 0. */
    static int codeOf(long value) {
        if (value < EXACT) {
            return (int) Math.max(0, value);
        }
        int places = 0;
        long unit = 1;
        while (value / unit >= EXACT) {
            unit *= 10;
            places++;
        }
        long digits = value / unit;
        if (value % unit >= unit - value % unit) {
            digits++;
        }
        // 999.5 and more round to 1000 units, which is the first code of the next place.
        return (int) (EXACT + (places - 1) * PER_PLACE + digits - 100);
    }

    /** The number that a code stands for. */
    static long valueOf(long code) {
        if (code < EXACT) {
            return code;
        }
        long places = (code - EXACT) / PER_PLACE + 1;
        long value = (code - EXACT) % PER_PLACE + 100;
        for (int i = 0; i < places; i++) {
            value *= 10;
        }
        return value;
    }
}
