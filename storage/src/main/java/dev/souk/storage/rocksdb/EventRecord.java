package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.storage.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The header of a stored event, which filters read, and the form in which it is stored: with its JSON behind it. Fields are
 * read in place; tag values become strings only when a filter asks for their letter. Immutable.
 *
 * <pre>
 * offset  bytes  what
 *      0      4  length of the header, which is where the JSON begins
 *      4     32  id
 *     36     32  pubkey
 *     68      8  created_at
 *     76      4  kind
 *     80      8  expiration, or Long.MAX_VALUE
 *     88      *  each indexed tag: letter(1) length(4) value as UTF-8
 * </pre>
 */
final class EventRecord implements EventHeader {
    private static final int TAGS = 88;

    private final ByteBuffer bytes;
    private final int jsonStart;

    private EventRecord(byte[] header) {
        this.bytes = ByteBuffer.wrap(header);
        this.jsonStart = header.length;
    }

    /** The record of {@code event}. */
    static byte[] encode(Event event) {
        byte[] json = event.json();
        TagBytes tags = new TagBytes();
        event.forEachIndexedTag(tags);
        int header = TAGS + tags.size;
        ByteBuffer record = ByteBuffer.allocate(header + json.length).putInt(header);
        Keys.put(Keys.put(record, event.id()), event.pubkey());
        record.putLong(event.createdAt()).putInt(event.kind()).putLong(event.expiration());
        record.put(tags.bytes, 0, tags.size).put(json);
        return record.array();
    }

    /** The record of an event that is stored, or about to be. */
    static byte[] of(StoredEvent stored) {
        return switch (stored.header()) {
            case EventRecord record -> record.with(stored.json());
            case Event event -> encode(event);
            default -> throw new IllegalStateException("neither a record nor an event: " + stored);
        };
    }

    private byte[] with(byte[] json) {
        byte[] record = Arrays.copyOf(bytes.array(), jsonStart + json.length);
        System.arraycopy(json, 0, record, jsonStart, json.length);
        return record;
    }

    /** The bytes that a decoded event holds. */
    static int bytes(StoredEvent decoded) {
        return decoded.json().length + (decoded.header() instanceof EventRecord record ? record.jsonStart : 0);
    }

    /** The event that {@code record} holds. */
    static StoredEvent decode(long sequence, byte[] record) {
        int jsonStart = ByteBuffer.wrap(record).getInt(0);
        return new StoredEvent(
                sequence,
                new EventRecord(Arrays.copyOf(record, jsonStart)),
                Arrays.copyOfRange(record, jsonStart, record.length));
    }

    @Override
    public Bytes32 id() {
        return Bytes32.at(bytes.array(), 4);
    }

    @Override
    public Bytes32 pubkey() {
        return Bytes32.at(bytes.array(), 36);
    }

    @Override
    public long createdAt() {
        return bytes.getLong(68);
    }

    @Override
    public int kind() {
        return bytes.getInt(76);
    }

    @Override
    public long expiration() {
        return bytes.getLong(80);
    }

    @Override
    public boolean anyTag(char letter, Predicate<String> condition) {
        for (int at = TAGS; at < jsonStart; at += 5 + bytes.getInt(at + 1)) {
            if (bytes.get(at) == (byte) letter && condition.test(valueAt(at))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void forEachIndexedTag(TagVisitor visitor) {
        for (int at = TAGS; at < jsonStart; at += 5 + bytes.getInt(at + 1)) {
            visitor.tag((char) bytes.get(at), valueAt(at));
        }
    }

    private String valueAt(int tag) {
        return new String(bytes.array(), tag + 5, bytes.getInt(tag + 1), StandardCharsets.UTF_8);
    }

    /** Collects the encoded tags. */
    private static final class TagBytes implements TagVisitor {
        private byte[] bytes = new byte[256];
        private int size;

        @Override
        public void tag(char letter, String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            if (bytes.length - size < utf8.length + 5) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + utf8.length + 5));
            }
            ByteBuffer.wrap(bytes, size, utf8.length + 5)
                    .put((byte) letter)
                    .putInt(utf8.length)
                    .put(utf8);
            size += utf8.length + 5;
        }
    }
}
