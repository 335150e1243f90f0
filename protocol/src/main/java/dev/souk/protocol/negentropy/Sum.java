package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * How many ids, and their sum modulo 2^256, each id being a little-endian number. Sums of parts add up, and can be taken
 * away again, so that they may be kept for any piece of a set.
 *
 * @param w0 the lowest 64 bits of the sum; {@code w3} are the highest
 */
public record Sum(long count, long w0, long w1, long w2, long w3) {
    /** Of nothing. */
    public static final Sum ZERO = new Sum(0, 0, 0, 0, 0);

    /** The bytes that {@link #write} takes. */
    public static final int SIZE = 40;

    /** Of one id. */
    public static Sum of(Bytes32 id) {
        return new Sum(
                1,
                Long.reverseBytes(id.a()),
                Long.reverseBytes(id.b()),
                Long.reverseBytes(id.c()),
                Long.reverseBytes(id.d()));
    }

    /** What {@link #write} wrote. */
    public static Sum read(ByteBuffer source) {
        return new Sum(source.getLong(), source.getLong(), source.getLong(), source.getLong(), source.getLong());
    }

    /** Appends it. */
    public void write(ByteBuffer target) {
        target.putLong(count).putLong(w0).putLong(w1).putLong(w2).putLong(w3);
    }

    public Sum plus(Bytes32 id) {
        return plus(of(id));
    }

    public Sum plus(Sum other) {
        long s0 = w0 + other.w0;
        long s1 = w1 + other.w1;
        long s2 = w2 + other.w2;
        long t1 = s1 + carry(s0, w0);
        long t2 = s2 + (carry(s1, w1) | carry(t1, s1));
        long t3 = w3 + other.w3 + (carry(s2, w2) | carry(t2, s2));
        return new Sum(count + other.count, s0, t1, t2, t3);
    }

    /** 1 when an addition to {@code part} came out lower than it. */
    private static long carry(long sum, long part) {
        return Long.compareUnsigned(sum, part) < 0 ? 1 : 0;
    }

    public Sum minus(Sum other) {
        return plus(other.negated());
    }

    /** The two's complement, with a count that is taken away. */
    private Sum negated() {
        Sum inverted = new Sum(-count, ~w0, ~w1, ~w2, ~w3);
        return inverted.plus(new Sum(0, 1, 0, 0, 0));
    }

    /** The head of the SHA-256 of the sum and the count. */
    public Fingerprint fingerprint() {
        byte[] sum = ByteBuffer.allocate(Bytes32.SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(w0)
                .putLong(w1)
                .putLong(w2)
                .putLong(w3)
                .array();
        MessageDigest digest = Sha256.digest();
        digest.update(sum);
        return Fingerprint.at(digest.digest(Varint.bytes(count)), 0);
    }
}
