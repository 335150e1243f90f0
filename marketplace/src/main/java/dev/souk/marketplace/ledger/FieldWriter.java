package dev.souk.marketplace.ledger;

import dev.souk.protocol.Bytes32;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Writes fields one after the other. Numbers take 1 to 10 bytes (zigzag, seven bits a byte), texts and lists begin with
 * their length, choices are written by ordinal: their constants are never reordered. Owned by one thread.
 */
final class FieldWriter {
    private byte[] bytes = new byte[256];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** One byte, 0 to 127. */
    void small(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void flag(boolean value) {
        small(value ? 1 : 0);
    }

    void number(long value) {
        ensure(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void optionalNumber(OptionalLong value) {
        flag(value.isPresent());
        value.ifPresent(this::number);
    }

    void id(Bytes32 value) {
        ensure(Bytes32.SIZE);
        value.write(bytes, size);
        size += Bytes32.SIZE;
    }

    void ids(List<Bytes32> values) {
        number(values.size());
        values.forEach(this::id);
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    void texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
    }

    void blob(byte[] value) {
        number(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    @SuppressWarnings("EnumOrdinal") // Stored: the class says that constants are never reordered.
    void choice(Enum<?> value) {
        small(value.ordinal());
    }

    <T> void optional(Optional<T> value, Consumer<T> writer) {
        flag(value.isPresent());
        value.ifPresent(writer);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
