package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.storage.Change;
import dev.souk.storage.Removal;
import java.nio.ByteBuffer;

/** The stored form of {@link Change.Removed}; the layout is in {@link Keys}. */
final class RemovalRecord {
    private static final int SIZE = 85;

    /** Where the time stands; records that were written before it was kept end here. */
    private static final int TIME = 77;

    private RemovalRecord() {}

    static byte[] encode(long eventSequence, EventHeader event, Removal reason) {
        ByteBuffer record = ByteBuffer.allocate(SIZE).putLong(eventSequence);
        Keys.put(Keys.put(record, event.id()), event.pubkey());
        return record.putInt(event.kind())
                .put((byte) reason.code())
                .putLong(event.createdAt())
                .array();
    }

    static Change.Removed decode(long sequence, byte[] record) {
        ByteBuffer fields = ByteBuffer.wrap(record);
        return new Change.Removed(
                sequence,
                fields.getLong(0),
                Bytes32.at(record, 8),
                Bytes32.at(record, 40),
                fields.getInt(72),
                record.length > TIME ? fields.getLong(TIME) : Change.Removed.UNKNOWN_TIME,
                Removal.ofCode(fields.get(76)));
    }
}
