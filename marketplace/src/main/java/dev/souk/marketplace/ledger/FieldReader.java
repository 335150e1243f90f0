package dev.souk.marketplace.ledger;

import dev.souk.protocol.Bytes32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads what {@link FieldWriter} wrote. Owned by one thread. */
final class FieldReader {
    private final byte[] bytes;
    private int position;

    FieldReader(byte[] bytes) {
        this(bytes, 0);
    }

    FieldReader(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.position = offset;
    }

    void version(int expected) {
        int version = small();
        if (version != expected) {
            throw LedgerException.ofVersion(version, expected);
        }
    }

    int small() {
        need(1);
        return bytes[position++];
    }

    boolean flag() {
        return small() != 0;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw LedgerException.damaged("a number is too long");
    }

    OptionalLong optionalNumber() {
        return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
    }

    Bytes32 id() {
        need(Bytes32.SIZE);
        Bytes32 id = Bytes32.at(bytes, position);
        position += Bytes32.SIZE;
        return id;
    }

    List<Bytes32> ids() {
        return list(this::id);
    }

    String text() {
        byte[] utf8 = blob();
        return new String(utf8, StandardCharsets.UTF_8);
    }

    List<String> texts() {
        return list(this::text);
    }

    byte[] blob() {
        int length = length();
        need(length);
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    <E extends Enum<E>> E choice(Class<E> type) {
        E[] all = type.getEnumConstants();
        int ordinal = small();
        if (ordinal < 0 || ordinal >= all.length) {
            throw LedgerException.damaged("no " + type.getSimpleName() + " has the number " + ordinal);
        }
        return all[ordinal];
    }

    <T> Optional<T> optional(Supplier<T> reader) {
        return flag() ? Optional.of(reader.get()) : Optional.empty();
    }

    <T> List<T> list(Supplier<T> reader) {
        int count = length();
        List<T> all = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            all.add(reader.get());
        }
        return all;
    }

    private int length() {
        long length = number();
        if (length < 0 || length > bytes.length) {
            throw LedgerException.damaged("an entry is cut off");
        }
        return (int) length;
    }

    private void need(int more) {
        if (bytes.length - position < more) {
            throw LedgerException.damaged("an entry is cut off");
        }
    }
}
