package dev.souk.marketplace.fact;

import java.util.OptionalLong;

/** Amounts of money as text. */
public final class Amounts {
    /** All bitcoin there will be: 21 million, in msat. More is no amount. */
    public static final long MAX_MSAT = 2_100_000_000_000_000_000L;

    private Amounts() {}

    /**
     * The amount in msat that {@code digits} spell in units of {@code msatPerUnit}: digits only, no sign, no point, not
     * above {@link #MAX_MSAT}; nothing otherwise.
     */
    public static OptionalLong parse(String digits, long msatPerUnit) {
        if (digits.isEmpty() || digits.length() > 19 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            long msat = Math.multiplyExact(Long.parseLong(digits), msatPerUnit);
            return msat <= MAX_MSAT ? OptionalLong.of(msat) : OptionalLong.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
