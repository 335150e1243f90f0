package dev.souk.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What RocksDB itself reads out of our bytes, and that they are those of its own batch. */
class BatchBytesTest {
    private static final int SEQUENCE_AND_COUNT = 12;

    @BeforeAll
    static void load() {
        RocksDB.loadLibrary();
    }

    @Test
    void anEmptyBatchIsThatOfRocksDb() throws RocksDBException {
        try (WriteBatch theirs = new WriteBatch()) {
            assertArrayEquals(theirs.data(), new BatchBytes().toBytes());
        }
    }

    @Test
    void keepsTheOrderAndTheFamilies() {
        BatchBytes ours = new BatchBytes();
        ours.put(1, new byte[] {7}, new byte[] {8, 9});
        ours.delete(300, new byte[] {6});
        assertEquals(
                "0000000000000000" + "02000000" + "0501" + "0107" + "020809" + "04ac02" + "0106",
                HexFormat.of().formatHex(ours.toBytes()));
    }

    @Test
    void sortsByFamilyAndKeyAndKeepsTheOrderOfWhatWasSaidOfOneKey() {
        BatchBytes ours = new BatchBytes();
        ours.put(2, new byte[] {(byte) 0x80}, new byte[] {1});
        ours.put(2, new byte[] {7}, new byte[] {2});
        ours.delete(2, new byte[] {7});
        ours.put(1, new byte[] {9}, new byte[] {3});
        ours.put(2, new byte[] {7}, new byte[] {4});
        assertEquals(
                "0000000000000000" + "05000000" + "0501" + "0109" + "0103" + "0502" + "0107" + "0102" + "0402" + "0107"
                        + "0502" + "0107" + "0104" + "0502" + "0180" + "0101",
                HexFormat.of().formatHex(ours.toBytes()));
    }

    @Test
    void rocksDbCountsWhatWasWritten() {
        BatchBytes ours = new BatchBytes();
        for (int i = 0; i < 1_000; i++) {
            ours.put(i % 9, Keys.ofLong(i), new byte[i]);
            ours.delete(i % 200, Keys.ofLong(i));
        }
        byte[] bytes = ours.toBytes();
        try (WriteBatch theirs = new WriteBatch(bytes)) {
            assertEquals(2_000, theirs.count());
            assertEquals(bytes.length, theirs.getDataSize());
        }
        assertEquals(SEQUENCE_AND_COUNT, new BatchBytes().toBytes().length);
    }
}
