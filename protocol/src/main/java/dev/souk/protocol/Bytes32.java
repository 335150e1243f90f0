package dev.souk.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Thirty-two bytes: an event id or a public key (NIP-01). Four big-endian words instead of an array, so that it is a
 * true value: immutable, compared and hashed without a loop. The order is that of the bytes, which is also the lexical
 * order of the hex. Being comparable keeps hash maps keyed by strangers' values at logarithmic cost when hashes are
 * made to collide.
 */
public record Bytes32(long a, long b, long c, long d) implements Comparable<Bytes32> {
    /** The size in bytes. */
    public static final int SIZE = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Reads 32 bytes from {@code source} at {@code offset}. */
    public static Bytes32 at(byte[] source, int offset) {
        return new Bytes32(
                (long) LONGS.get(source, offset),
                (long) LONGS.get(source, offset + 8),
                (long) LONGS.get(source, offset + 16),
                (long) LONGS.get(source, offset + 24));
    }

    /** Reads exactly 32 bytes. */
    public static Bytes32 of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("expected 32 bytes, got " + bytes.length);
        }
        return at(bytes, 0);
    }

    /** The value that 64 lowercase hex digits spell, or nothing when {@code hex} is anything else. */
    public static Optional<Bytes32> parse(String hex) {
        return Hex.isHex(hex, 64) ? Optional.of(hexAt(hex, 0)) : Optional.empty();
    }

    /** The value that the {@code length} characters at {@code offset} spell; nothing when they are not 64 lowercase hex digits. */
    public static Optional<Bytes32> parse(char[] text, int offset, int length) {
        return length == 64 && Hex.isHex(text, offset, 64)
                ? Optional.of(new Bytes32(
                        Hex.longAt(text, offset),
                        Hex.longAt(text, offset + 16),
                        Hex.longAt(text, offset + 32),
                        Hex.longAt(text, offset + 48)))
                : Optional.empty();
    }

    /** The value of 64 digits at {@code offset}; the caller has checked the digits. */
    static Bytes32 hexAt(String hex, int offset) {
        return new Bytes32(
                Hex.longAt(hex, offset),
                Hex.longAt(hex, offset + 16),
                Hex.longAt(hex, offset + 32),
                Hex.longAt(hex, offset + 48));
    }

    /**
     * The value that 64 lowercase hex digits spell.
     *
     * @throws IllegalArgumentException when {@code hex} is anything else
     */
    public static Bytes32 ofHex(String hex) {
        return parse(hex)
                .orElseThrow(() -> new IllegalArgumentException("expected 64 lowercase hex digits, got " + hex));
    }

    /** Writes the 32 bytes to {@code target} at {@code offset}. */
    public void write(byte[] target, int offset) {
        LONGS.set(target, offset, a);
        LONGS.set(target, offset + 8, b);
        LONGS.set(target, offset + 16, c);
        LONGS.set(target, offset + 24, d);
    }

    /** Writes the 64 hex digits to {@code target} at {@code offset}. */
    void writeHex(byte[] target, int offset) {
        Hex.put(a, target, offset);
        Hex.put(b, target, offset + 16);
        Hex.put(c, target, offset + 32);
        Hex.put(d, target, offset + 48);
    }

    /** A fresh copy of the bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[SIZE];
        write(bytes, 0);
        return bytes;
    }

    /** The 64 lowercase hex digits. */
    public String hex() {
        byte[] digits = new byte[64];
        writeHex(digits, 0);
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int compareTo(Bytes32 other) {
        int order = Long.compareUnsigned(a, other.a);
        if (order == 0) {
            order = Long.compareUnsigned(b, other.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c, other.c);
        }
        return order == 0 ? Long.compareUnsigned(d, other.d) : order;
    }

    @Override
    public int hashCode() {
        long mixed =
                (a ^ Long.rotateLeft(b, 17) ^ Long.rotateLeft(c, 31) ^ Long.rotateLeft(d, 47)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ mixed >>> 32);
    }

    @Override
    public String toString() {
        return hex();
    }
}
