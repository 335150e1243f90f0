package dev.souk.relay.moderation;

import dev.souk.protocol.Bytes32;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The rows of the table of moderation, all of them. Numbers are big-endian, texts UTF-8.
 *
 * <pre>
 * key                     value
 * p pubkey(32)            reason      a banned key
 * e id(32)                reason      a banned event
 * a id(32)                reason      an event that needs no moderation, whatever is reported
 * i address(16) bits(1)   reason      blocked addresses
 * k kind(4)               1 or 0      a kind that is allowed or not, whatever the configuration says
 * P pubkey(32)                        a banned key of which something may still be stored
 * E id(32)                            a banned event that may still be stored
 * </pre>
 *
 * @param <K> what one sort of rows is about
 */
record Rows<K>(byte sort, Function<K, byte[]> bytes, Function<ByteBuffer, K> reader) {
    static final Rows<Bytes32> BANNED_PUBKEYS = of32('p');
    static final Rows<Bytes32> BANNED_EVENTS = of32('e');
    static final Rows<Bytes32> ALLOWED_EVENTS = of32('a');
    static final Rows<Network> NETWORKS = new Rows<>((byte) 'i', Rows::bytes, Rows::network);
    static final Rows<Integer> KINDS = new Rows<>((byte) 'k', Rows::bytes, ByteBuffer::getInt);
    static final Rows<Bytes32> DUE_PUBKEYS = of32('P');
    static final Rows<Bytes32> DUE_EVENTS = of32('E');

    private static Rows<Bytes32> of32(char sort) {
        return new Rows<>(
                (byte) sort,
                Bytes32::toBytes,
                row -> new Bytes32(row.getLong(), row.getLong(), row.getLong(), row.getLong()));
    }

    private static byte[] bytes(Network network) {
        return ByteBuffer.allocate(17)
                .putLong(network.high())
                .putLong(network.low())
                .put((byte) network.bits())
                .array();
    }

    private static Network network(ByteBuffer row) {
        return new Network(row.getLong(), row.getLong(), row.get() & 0xFF);
    }

    private static byte[] bytes(int kind) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(kind).array();
    }

    /** What all keys of this sort begin with. */
    byte[] prefix() {
        return new byte[] {sort};
    }

    /** The key of this row. */
    byte[] row(K key) {
        byte[] rest = bytes.apply(key);
        return ByteBuffer.allocate(1 + rest.length).put(sort).put(rest).array();
    }

    /** The first key that may follow this row. */
    byte[] behind(K key) {
        byte[] row = row(key);
        return Arrays.copyOf(row, row.length + 1);
    }

    /** What the row of this key is about. */
    K key(byte[] row) {
        return reader.apply(ByteBuffer.wrap(row).position(1));
    }
}
