package dev.souk.protocol.negentropy;

import java.nio.ByteBuffer;

/** What all ids of a range come to: 16 bytes. Made by {@link Sum#fingerprint}. */
public record Fingerprint(long head, long tail) {
    static final int SIZE = 16;

    static Fingerprint at(byte[] source, int offset) {
        ByteBuffer bytes = ByteBuffer.wrap(source);
        return new Fingerprint(bytes.getLong(offset), bytes.getLong(offset + Long.BYTES));
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(SIZE).putLong(head).putLong(tail).array();
    }
}
