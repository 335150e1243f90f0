package dev.souk.storage.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The writes of one batch in the form that RocksDB keeps them in, put together here, so that a batch crosses over to native
 * code once and not once for every key. Owned by one thread.
 *
 * <p>The form is that of RocksDB's log (<a
 * href="https://github.com/facebook/rocksdb/blob/main/db/write_batch.cc">db/write_batch.cc</a>), which later versions must
 * read, so it stays. Unlike ours, its numbers are little-endian. A varint has seven bits in each byte, the lowest first,
 * and the high bit set in all but the last.
 *
 * <pre>
 * batch  = sequence(8), which RocksDB sets   count(4)   record*
 * record = 5   family(varint)   length(varint) key   length(varint) value     put
 *        | 4   family(varint)   length(varint) key                            delete
 * </pre>
 *
 * <p>Records leave in the order of their families and keys; what was said of one key keeps its order. RocksDB's write buffer
 * starts to look for a row's place where it left the row before, so neighbours are cheap: see bench/RESULTS.md.
 */
final class BatchBytes {
    private static final byte PUT = 5;
    private static final byte DELETE = 4;
    private static final int COUNT = 8;
    private static final int HEADER = 12;
    private static final int MAX_VARINT = 5;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[16 << 10];
    private int size = HEADER;
    private final List<Entry> entries = new ArrayList<>();

    /** Where a record and its key lie. */
    private record Entry(int family, int start, int key, int keyEnd, int end) {}

    /** Sets a value; {@code family} is the number that RocksDB gave the column family. */
    void put(int family, byte[] key, byte[] value) {
        int start = begin(PUT, family, key.length + value.length);
        append(key);
        int keyEnd = size;
        append(value);
        entries.add(new Entry(family, start, keyEnd - key.length, keyEnd, size));
    }

    /** Removes a key, which need not be there. */
    void delete(int family, byte[] key) {
        int start = begin(DELETE, family, key.length);
        append(key);
        entries.add(new Entry(family, start, size - key.length, size, size));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Returns where the record begins. */
    private int begin(byte operation, int family, int payload) {
        int most = 1 + 3 * MAX_VARINT + payload;
        if (bytes.length - size < most) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + most));
        }
        int start = size;
        bytes[size++] = operation;
        varint(family);
        return start;
    }

    private void append(byte[] part) {
        varint(part.length);
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
    }

    private void varint(int value) {
        int rest = value;
        while (rest >= 0x80) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** The whole batch, as {@link org.rocksdb.WriteBatch#WriteBatch(byte[])} takes it. */
    byte[] toBytes() {
        entries.sort(this::compare);
        byte[] batch = new byte[size];
        INTS.set(batch, COUNT, entries.size());
        int at = HEADER;
        for (Entry entry : entries) {
            int length = entry.end - entry.start;
            System.arraycopy(bytes, entry.start, batch, at, length);
            at += length;
        }
        return batch;
    }

    private int compare(Entry one, Entry other) {
        return one.family != other.family
                ? Integer.compare(one.family, other.family)
                : Arrays.compareUnsigned(bytes, one.key, one.keyEnd, bytes, other.key, other.keyEnd);
    }
}
