package dev.souk.marketplace.ledger;

import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The changes of one batch over a table, which already show in what is read through it. Nothing is written before
 * {@link #commit}, and then all at once. Owned by one thread, used once.
 */
final class WriteSet {
    private final Table table;
    private final TreeMap<byte[], Optional<byte[]>> pending = new TreeMap<>(Arrays::compareUnsigned);

    WriteSet(Table table) {
        this.table = table;
    }

    Optional<byte[]> get(byte[] key) {
        Optional<byte[]> own = pending.get(key);
        return own == null ? table.get(key) : own;
    }

    boolean has(byte[] key) {
        return get(key).isPresent();
    }

    void put(byte[] key, byte[] value) {
        pending.put(key, Optional.of(value));
    }

    /** Puts a key that has nothing to say but that it is there. */
    void mark(byte[] key) {
        put(key, new byte[0]);
    }

    void delete(byte[] key) {
        pending.put(key, Optional.empty());
    }

    long number(byte[] key, long otherwise) {
        return get(key).map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(otherwise);
    }

    void putNumber(byte[] key, long number) {
        put(key, ByteBuffer.allocate(8).putLong(number).array());
    }

    /** At most {@code max} entries whose key begins with {@code prefix}, in key order. */
    List<Table.Entry> scan(byte[] prefix, int max) {
        return scan(prefix, prefix, max);
    }

    /** The same, of those at or after {@code start}, which begins with {@code prefix}. */
    List<Table.Entry> scan(byte[] prefix, byte[] start, int max) {
        TreeMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
        byte[] from = start;
        boolean isMore = true;
        // Own deletions may thin a page out; then the next one is looked at.
        while (isMore && found.size() < max) {
            List<Table.Entry> page = table.scan(prefix, from, max);
            page.forEach(entry -> found.put(entry.key(), entry.value()));
            isMore = page.size() == max;
            byte[] last = isMore ? page.getLast().key() : new byte[0];
            overlay(found, prefix, from, isMore ? Optional.of(last) : Optional.empty());
            from = Arrays.copyOf(last, last.length + 1);
        }
        List<Table.Entry> entries = new ArrayList<>();
        for (Map.Entry<byte[], byte[]> entry : found.entrySet()) {
            if (entries.size() == max) {
                break;
            }
            entries.add(new Table.Entry(entry.getKey(), entry.getValue()));
        }
        return entries;
    }

    /** Shows own changes from {@code from} to {@code last}, or to the end of the prefix. */
    private void overlay(Map<byte[], byte[]> found, byte[] prefix, byte[] from, Optional<byte[]> last) {
        for (Map.Entry<byte[], Optional<byte[]>> own :
                pending.tailMap(from, true).entrySet()) {
            byte[] key = own.getKey();
            boolean isPast =
                    last.filter(end -> Arrays.compareUnsigned(key, end) > 0).isPresent();
            if (isPast || !startsWith(key, prefix)) {
                break;
            }
            own.getValue().ifPresentOrElse(value -> found.put(key, value), () -> found.remove(key));
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Writes everything. */
    void commit() {
        commit(table::write);
    }

    /** Hands everything to {@code writer}, after which the table has it. */
    void commit(Consumer<List<Table.Write>> writer) {
        List<Table.Write> writes = new ArrayList<>(pending.size());
        pending.forEach((key, value) -> writes.add(value.<Table.Write>map(bytes -> new Table.Write.Put(key, bytes))
                .orElseGet(() -> new Table.Write.Delete(key))));
        writer.accept(writes);
        pending.clear();
    }
}
