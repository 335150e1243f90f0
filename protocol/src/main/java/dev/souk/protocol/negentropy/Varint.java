package dev.souk.protocol.negentropy;

/** Unsigned numbers in base 128, the most significant digit first; all digits but the last have their high bit set. */
final class Varint {
    private static final int BITS = 7;
    private static final int MORE = 0x80;

    private Varint() {}

    /** {@code value} in as few digits as possible. */
    static byte[] bytes(long value) {
        int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + BITS - 1) / BITS);
        byte[] bytes = new byte[digits];
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            bytes[i] = (byte) (rest & MORE - 1 | (i == digits - 1 ? 0 : MORE));
            rest >>>= BITS;
        }
        return bytes;
    }

    /** True when another digit follows this one. */
    static boolean hasMore(byte digit) {
        return (digit & MORE) != 0;
    }

    /**
     * The value so far with one digit more.
     *
     * @throws MalformedMessageException when it does not fit 64 bits
     */
    static long append(long value, byte digit) {
        if (value >>> Long.SIZE - BITS != 0) {
            throw new MalformedMessageException("a number has more than 64 bits");
        }
        return value << BITS | digit & MORE - 1;
    }
}
