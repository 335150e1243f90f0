package dev.souk.marketplace.statistics;

/**
 * A sum of longs that cannot overflow: 128 bits, two's complement. Saturating would be simpler, but what was saturated
 * cannot be subtracted from. Mutable; owned by one thread.
 */
final class WideSum {
    private long high;
    private long low;

    void add(long value) {
        add(value >> 63, value);
    }

    void add(WideSum other) {
        add(other.high, other.low);
    }

    void subtract(WideSum other) {
        add(~other.high, ~other.low);
        add(0, 1);
    }

    private void add(long otherHigh, long otherLow) {
        low += otherLow;
        high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
    }

    boolean isZero() {
        return high == 0 && low == 0;
    }

    /** The sum, or the nearest long. */
    long saturated() {
        if (high == low >> 63) {
            return low;
        }
        return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    void write(RowWriter row) {
        row.signed(low).signed(high - (low >> 63));
    }

    static WideSum read(RowReader row) {
        WideSum read = new WideSum();
        read.low = row.signed();
        read.high = row.signed() + (read.low >> 63);
        row.check(!read.isZero(), "a sum is zero");
        return read;
    }
}
