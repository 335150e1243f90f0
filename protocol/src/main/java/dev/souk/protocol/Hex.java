package dev.souk.protocol;

/** Lowercase hexadecimal, the only form NIP-01 allows; upper case is not accepted when reading. */
public final class Hex {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] VALUES = values();

    private Hex() {}

    private static byte[] values() {
        byte[] values = new byte[0x80];
        java.util.Arrays.fill(values, (byte) -1);
        for (byte i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = i;
        }
        return values;
    }

    /** The value of one lowercase hex digit, or -1 when {@code c} is none. */
    static int digit(char c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }

    /** True when {@code text} is exactly {@code digits} lowercase hex digits. */
    public static boolean isHex(String text, int digits) {
        if (text.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            if (digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** True when the characters from {@code offset} on are lowercase hex digits, {@code digits} of them. */
    static boolean isHex(char[] text, int offset, int digits) {
        int signs = 0;
        for (int i = offset; i < offset + digits; i++) {
            signs |= digit(text[i]);
        }
        return signs >= 0;
    }

    /** Eight bytes from sixteen digits at {@code offset}; the caller has checked the digits. */
    static long longAt(char[] text, int offset) {
        long value = 0;
        for (int i = offset; i < offset + 16; i++) {
            value = value << 4 | VALUES[text[i]];
        }
        return value;
    }

    /** The same from a string. */
    static long longAt(String text, int offset) {
        long value = 0;
        for (int i = offset; i < offset + 16; i++) {
            value = value << 4 | digit(text.charAt(i));
        }
        return value;
    }

    /** Writes {@code value} as sixteen digits at {@code offset}. */
    static void put(long value, byte[] target, int offset) {
        for (int i = 15; i >= 0; i--) {
            target[offset + i] = DIGITS[(int) value & 15];
            value >>>= 4;
        }
    }

    /** The bytes written as lowercase hex. */
    public static String of(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    /**
     * The bytes that {@code text} spells, in either case; for keys and test vectors, not for the wire.
     *
     * @throws IllegalArgumentException when it is not hex
     */
    public static byte[] bytes(String text) {
        return java.util.HexFormat.of().parseHex(text);
    }
}
