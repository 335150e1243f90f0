package dev.souk.storage.rocksdb;

import dev.souk.protocol.Address;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Every key and value layout of the store. All numbers are big-endian, so that byte order is number order.
 *
 * <pre>
 * column family   key                                                        value
 * events          sequence(8)                                                EventRecord
 * ids             id(32)                                                     sequence(8) created_at(8)
 * index           'c' suffix                              all events         -
 *                 'p' pubkey(32) suffix                   by author          -
 *                 'a' pubkey(32) kind(4) suffix           by author, kind    -
 *                 'k' kind(4) suffix                      by kind            -
 *                 't' letter(1) value(16) kind(4) suffix  by tag, kind       -
 * expirations     expiration(8) sequence(8)                                  -
 * rules           'r' kind(4) pubkey(32) d(32)            latest version     sequence(8) created_at(8) id(32)
 *                 'd' id(32) author(32)                   deleted id         -
 *                 'D' kind(4) pubkey(32) d(32)            deleted address    up to which created_at(8)
 *                 'v' pubkey(32)                          has vanished       up to which created_at(8)
 *                 'V' pubkey(32)                          still to remove    up to which created_at(8)
 * removals        sequence(8)                                                event's sequence(8) id(32) pubkey(32) kind(4) reason(1) created_at(8)
 * unread          sequence(8)                             removed unread     EventRecord
 * meta            "schema"                                                   version(4)
 *                 "sequence"                                                 last sequence used(8)
 *                 "removals-from"                                            removals up to here are forgotten(8)
 *
 * suffix = (2^40 - 1 - created_at)(5) first bytes of the id(8) sequence(8)
 * </pre>
 *
 * A tag is indexed once, with the kind, although many filters ask for a tag of any kind: few kinds share a value, and
 * {@link IndexScan} finds out which by a seek for each, which costs less than a second row for every tag of every event.
 *
 * <p>The suffix makes a forward scan run newest first, ties by the lowest id. {@code value} is the head of the SHA-256 of a
 * tag's value: rows are candidates, the header decides. {@code d} is the whole SHA-256 of a {@code d} tag, as nothing
 * checks it again. An id's first eight bytes order ties; two ids that share them as well are ordered by sequence.
 */
final class Keys {
    static final byte VANISHED = 'v';
    static final byte VANISHING = 'V';
    static final byte BY_TIME = 'c';
    static final byte BY_AUTHOR = 'p';
    static final byte BY_AUTHOR_KIND = 'a';
    static final byte BY_KIND = 'k';
    static final byte BY_TAG_KIND = 't';

    static final int SUFFIX = 21;
    static final int TAG_HASH = 16;

    static final byte[] SCHEMA = "schema".getBytes(StandardCharsets.US_ASCII);
    static final byte[] SEQUENCE = "sequence".getBytes(StandardCharsets.US_ASCII);
    static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
    static final byte[] REMOVALS_FROM = "removals-from".getBytes(StandardCharsets.US_ASCII);
    static final byte[] NOTHING = {};

    private Keys() {}

    static byte[] ofLong(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] ofInt(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static long toLong(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getLong(offset);
    }

    static byte[] byTime() {
        return new byte[] {BY_TIME};
    }

    static byte[] byAuthor(Bytes32 pubkey) {
        return put(ByteBuffer.allocate(33).put(BY_AUTHOR), pubkey).array();
    }

    static byte[] byAuthorKind(Bytes32 pubkey, int kind) {
        return put(ByteBuffer.allocate(37).put(BY_AUTHOR_KIND), pubkey)
                .putInt(kind)
                .array();
    }

    /** The prefix of {@link #byAuthorKind} for all kinds. */
    static byte[] byAuthorAnyKind(Bytes32 pubkey) {
        return of(BY_AUTHOR_KIND, pubkey);
    }

    static byte[] byKind(int kind) {
        return ByteBuffer.allocate(5).put(BY_KIND).putInt(kind).array();
    }

    /** The prefix of {@link #byTagKind} for all kinds. */
    static byte[] byTag(char letter, byte[] valueHash) {
        return ByteBuffer.allocate(2 + TAG_HASH)
                .put(BY_TAG_KIND)
                .put((byte) letter)
                .put(valueHash, 0, TAG_HASH)
                .array();
    }

    static byte[] byTagKind(char letter, byte[] valueHash, int kind) {
        return ByteBuffer.allocate(6 + TAG_HASH)
                .put(BY_TAG_KIND)
                .put((byte) letter)
                .put(valueHash, 0, TAG_HASH)
                .putInt(kind)
                .array();
    }

    /** {@code prefix}, which ended before the kind, with it. */
    static byte[] withKind(byte[] prefix, int kind) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 4);
        ByteBuffer.wrap(key).putInt(prefix.length, kind);
        return key;
    }

    /** {@code prefix} with the suffix of one event. */
    static byte[] row(byte[] prefix, long createdAt, long idHead, long sequence) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + SUFFIX);
        ByteBuffer suffix = ByteBuffer.wrap(key, prefix.length, SUFFIX);
        putTime(suffix, createdAt);
        suffix.putLong(idHead).putLong(sequence);
        return key;
    }

    /** The first key of {@code prefix} whose {@code created_at} is at most {@code until}. */
    static byte[] rowsUntil(byte[] prefix, long until) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 5);
        putTime(ByteBuffer.wrap(key, prefix.length, 5), Math.clamp(until, 0, Event.MAX_TIME));
        return key;
    }

    private static void putTime(ByteBuffer target, long createdAt) {
        long inverted = Event.MAX_TIME - createdAt;
        target.put((byte) (inverted >>> 32)).putInt((int) inverted);
    }

    /** The first key behind all that begin with {@code prefix}; no bytes when there is none. */
    static byte[] firstBehind(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xFF) {
            last--;
        }
        byte[] end = Arrays.copyOf(prefix, last + 1);
        if (last >= 0) {
            end[last]++;
        }
        return end;
    }

    /** The {@code created_at} of a row whose suffix begins at {@code offset}. */
    static long rowTime(ByteBuffer key, int offset) {
        return Event.MAX_TIME - ((key.get(offset) & 0xFFL) << 32 | key.getInt(offset + 1) & 0xFFFF_FFFFL);
    }

    static byte[] expiration(long expiration, long sequence) {
        return ByteBuffer.allocate(16).putLong(expiration).putLong(sequence).array();
    }

    static byte[] latest(Address address) {
        return address((byte) 'r', address);
    }

    static byte[] deletedAddress(Address address) {
        return address((byte) 'D', address);
    }

    static byte[] deletedId(Bytes32 id, Bytes32 author) {
        return put(put(ByteBuffer.allocate(65).put((byte) 'd'), id), author).array();
    }

    static byte[] of(byte name, Bytes32 pubkey) {
        return put(ByteBuffer.allocate(33).put(name), pubkey).array();
    }

    private static byte[] address(byte name, Address address) {
        ByteBuffer key = ByteBuffer.allocate(69).put(name).putInt(address.kind());
        return put(key, address.pubkey()).put(sha256(address.d())).array();
    }

    /** Appends the 32 bytes. */
    static ByteBuffer put(ByteBuffer target, Bytes32 value) {
        return target.putLong(value.a()).putLong(value.b()).putLong(value.c()).putLong(value.d());
    }

    /** The SHA-256 of {@code text} as UTF-8. */
    static byte[] sha256(String text) {
        return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
