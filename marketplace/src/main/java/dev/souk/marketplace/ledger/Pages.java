package dev.souk.marketplace.ledger;

import dev.souk.storage.Table;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All rows of a prefix, a page at a time. What is written behind the page at hand shows in those that follow. */
final class Pages implements Iterator<List<Table.Entry>> {
    private final Table table;
    private final byte[] prefix;
    private final int size;
    private byte[] from;
    private List<Table.Entry> next;

    private Pages(Table table, byte[] prefix, int size) {
        this.table = table;
        this.prefix = prefix;
        this.size = size;
        this.from = prefix;
        this.next = List.of();
    }

    /** Pages of {@code size} rows each, but for the last one. */
    static Iterable<List<Table.Entry>> of(Table table, byte[] prefix, int size) {
        return () -> new Pages(table, prefix, size);
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            next = table.scan(prefix, from, size);
        }
        return !next.isEmpty();
    }

    @Override
    public List<Table.Entry> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more rows");
        }
        List<Table.Entry> page = next;
        byte[] last = page.getLast().key();
        from = Arrays.copyOf(last, last.length + 1);
        next = List.of();
        return page;
    }
}
