package dev.souk.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.storage.Change;
import dev.souk.storage.Removal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RemovalRecordTest {
    private static final Event EVENT = TestEvents.note("gone").unsigned();
    private static final byte[] RECORD = RemovalRecord.encode(7, EVENT, Removal.DELETED);

    private static Change.Removed removed(long createdAt) {
        return new Change.Removed(9, 7, EVENT.id(), EVENT.pubkey(), EVENT.kind(), createdAt, Removal.DELETED);
    }

    @Test
    void readsWhatItWrites() {
        assertEquals(removed(EVENT.createdAt()), RemovalRecord.decode(9, RECORD));
    }

    @Test
    void readsRecordsFromBeforeTheTimeWasKept() {
        byte[] old = Arrays.copyOf(RECORD, RECORD.length - Long.BYTES);
        assertEquals(removed(Change.Removed.UNKNOWN_TIME), RemovalRecord.decode(9, old));
    }
}
