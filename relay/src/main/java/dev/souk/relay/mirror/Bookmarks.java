package dev.souk.relay.mirror;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Sha256;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * How far one mirror has come, in the table {@code mirror.bookmarks}. What another URL or other filters had belongs to another
 * mirror. Owned by the mirror's thread.
 *
 * <pre>
 * key                                       value
 * 'd' hash(32) of the URL and the filters   since(8) until(8) seen(8), see {@link Gap}
 * 'u' hash(32)                              sequence(8): the other relay has answered for all changes up to it
 * </pre>
 */
final class Bookmarks {
    private final Table table;
    private final byte[] down;
    private final byte[] up;

    /**
     * What is still to be fetched, in Unix seconds of {@code created_at}: from {@code since} to {@code until}, and what is
     * newer than {@code seen}. All else is here.
     */
    record Gap(long since, long until, long seen) {
        /** Nothing is to be fetched but what is newer than this. */
        static Gap closed(long seen) {
            return new Gap(1, 0, seen);
        }

        boolean isOpen() {
            return since <= until;
        }

        /** The same, once all behind {@code newUntil} is here. */
        Gap closedDownTo(long newUntil) {
            return new Gap(since, newUntil, seen);
        }

        Gap seenUpTo(long newSeen) {
            return new Gap(since, until, Math.max(seen, newSeen));
        }
    }

    Bookmarks(Table table, MirrorConfig config) {
        this.table = table;
        String whole = config.url() + "\n"
                + config.filters().stream().map(FilterWriter::json).collect(Collectors.joining("\n"));
        Bytes32 hash = Sha256.of(whole.getBytes(StandardCharsets.UTF_8));
        this.down = key('d', hash);
        this.up = key('u', hash);
    }

    private static byte[] key(char what, Bytes32 hash) {
        return ByteBuffer.allocate(1 + Bytes32.SIZE)
                .put((byte) what)
                .put(hash.toBytes())
                .array();
    }

    Optional<Gap> gap() {
        return table.get(down).map(ByteBuffer::wrap).map(row -> new Gap(row.getLong(), row.getLong(), row.getLong()));
    }

    void gap(Gap gap) {
        put(
                down,
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(gap.since())
                        .putLong(gap.until())
                        .putLong(gap.seen())
                        .array());
    }

    OptionalLong sent() {
        Optional<byte[]> row = table.get(up);
        return row.isPresent() ? OptionalLong.of(ByteBuffer.wrap(row.get()).getLong()) : OptionalLong.empty();
    }

    void sent(long sequence) {
        put(up, ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
    }

    private void put(byte[] key, byte[] value) {
        table.write(List.of(new Table.Write.Put(key, value)));
    }
}
