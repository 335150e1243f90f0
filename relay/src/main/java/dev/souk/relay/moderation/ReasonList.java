package dev.souk.relay.moderation;

import dev.souk.storage.Table;
import dev.souk.storage.Table.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Things that the operator has named, with a reason each: rows of a table whose keys are in memory, too. Thread-safe.
 * Asking whether one is there takes no lock and does not wait; reasons and pages are read from the table. Changing takes
 * a lock and waits until the change is durable.
 *
 * <p>Bounded: past {@code max} entries a new one is a {@link ListFullException}. When the disk fails a change is a {@link
 * dev.souk.storage.StorageException}, and nothing has changed in memory.
 */
public final class ReasonList<K> {
    private static final int PAGE = 1_000;

    private final Table table;
    private final Rows<K> rows;
    private final IntSupplier max;
    private final Set<K> keys = ConcurrentHashMap.newKeySet();
    private final AtomicLong changes = new AtomicLong();

    /** One of them. */
    public record Entry<K>(K key, String reason) {}

    ReasonList(Table table, Rows<K> rows, IntSupplier max) {
        this.table = table;
        this.rows = rows;
        this.max = max;
        List<Entry<K>> page = page(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(entry -> keys.add(entry.key()));
            page = page(Optional.of(page.getLast().key()), PAGE);
        }
    }

    /** True when it is on the list. */
    public boolean contains(K key) {
        return !keys.isEmpty() && keys.contains(key);
    }

    public int size() {
        return keys.size();
    }

    /** Why it is on the list; empty when nobody said, nothing when it is not. */
    public Optional<String> reason(K key) {
        return table.get(rows.row(key)).map(ReasonList::text);
    }

    /** At most {@code count} entries in the order of their bytes, those behind {@code after}. */
    public List<Entry<K>> page(Optional<K> after, int count) {
        byte[] from = after.map(rows::behind).orElse(rows.prefix());
        return table.scan(rows.prefix(), from, count).stream()
                .map(row -> new Entry<>(rows.key(row.key()), text(row.value())))
                .toList();
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Puts it on the list, or gives it another reason; in one write with {@code others}. */
    void put(K key, String reason, Write... others) {
        synchronized (this) {
            if (!keys.contains(key) && keys.size() >= max.getAsInt()) {
                throw new ListFullException(max.getAsInt());
            }
            write(new Write.Put(rows.row(key), reason.getBytes(StandardCharsets.UTF_8)), others);
            keys.add(key);
            changes.incrementAndGet();
        }
    }

    /** Takes it off the list, in one write with {@code others}. */
    void remove(K key, Write... others) {
        synchronized (this) {
            write(new Write.Delete(rows.row(key)), others);
            keys.remove(key);
            changes.incrementAndGet();
        }
    }

    /** How often something was put on it or taken off since it was opened. */
    long changes() {
        return changes.get();
    }

    private void write(Write own, Write... others) {
        List<Write> writes = new ArrayList<>(Arrays.asList(others));
        writes.add(own);
        table.writeDurably(writes);
    }

    /** The keys, in no order. */
    Set<K> keys() {
        return Set.copyOf(keys);
    }
}
