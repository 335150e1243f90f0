package dev.souk.marketplace.statistics;

import dev.souk.protocol.Bytes32;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link RowWriter} wrote; anything else is an {@link UnreadableRowException}. */
final class RowReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final String what;
    private final byte[] bytes;
    private int at;

    /** @param what is read, for the message when it cannot be */
    RowReader(String what, byte[] bytes) {
        this.what = what;
        this.bytes = bytes;
    }

    UnreadableRowException unreadable(String why) {
        return new UnreadableRowException(
                "cannot read " + what + " of " + bytes.length + " bytes at byte " + at + ": " + why);
    }

    /** Refuses unless {@code isRight}. */
    void check(boolean isRight, String why) {
        if (!isRight) {
            throw unreadable(why);
        }
    }

    private void need(int more) {
        check(more <= bytes.length - at, "it ends too early");
    }

    int remaining() {
        return bytes.length - at;
    }

    int octet() {
        need(1);
        return bytes[at++] & 0xff;
    }

    long number() {
        if (at < bytes.length && bytes[at] >= 0) {
            return bytes[at++];
        }
        return longNumber();
    }

    private long longNumber() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                check((shift == 0 || octet != 0) && (shift < 63 || octet == 1), "a number has too many digits");
                return value;
            }
        }
        throw unreadable("a number has no end");
    }

    /** A number from 0 to {@code max}. */
    int number(int max) {
        long value = number();
        check(value >= 0 && value <= max, "a number is out of range");
        return (int) value;
    }

    /** How many entries of at least {@code bytesEach} follow. */
    int size(int bytesEach) {
        long size = number();
        check(size >= 0 && size <= remaining() / bytesEach, "it ends too early");
        return (int) size;
    }

    long signed() {
        long folded = number();
        return (folded >>> 1) ^ -(folded & 1);
    }

    long fixed() {
        need(Long.BYTES);
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    Bytes32 key() {
        need(Bytes32.SIZE);
        Bytes32 value = Bytes32.at(bytes, at);
        at += Bytes32.SIZE;
        return value;
    }

    String text() {
        int length = size(1);
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        // What is not UTF-8 was replaced, and cannot be written back.
        boolean isSuspect = text.indexOf('\ufffd') >= 0;
        check(
                !isSuspect
                        || Arrays.equals(
                                text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, at, at + length)),
                "a text is not UTF-8");
        at += length;
        return text;
    }

    void end() {
        check(remaining() == 0, "bytes are left over");
    }
}
