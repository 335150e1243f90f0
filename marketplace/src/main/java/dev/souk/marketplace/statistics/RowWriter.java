package dev.souk.marketplace.statistics;

import dev.souk.protocol.Bytes32;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a row. Numbers are LEB128: seven bits a byte, lowest first, the high bit says that more follow; signed ones are
 * folded (0, -1, 1, -2, ...) first.
 */
final class RowWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST = 32;

    private byte[] bytes;
    private int length;

    RowWriter(int expected) {
        bytes = new byte[expected + LONGEST];
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    RowWriter octet(int value) {
        reserve(LONGEST);
        bytes[length++] = (byte) value;
        return this;
    }

    RowWriter number(long value) {
        reserve(LONGEST);
        if ((value & ~0x7fL) == 0) {
            bytes[length++] = (byte) value;
            return this;
        }
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    RowWriter signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    RowWriter fixed(long value) {
        reserve(LONGEST);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    RowWriter key(Bytes32 value) {
        reserve(LONGEST);
        value.write(bytes, length);
        length += Bytes32.SIZE;
        return this;
    }

    RowWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
