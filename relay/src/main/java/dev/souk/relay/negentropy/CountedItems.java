package dev.souk.relay.negentropy;

import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.protocol.negentropy.ItemSet;
import dev.souk.protocol.negentropy.Sum;
import java.util.List;
import java.util.function.Predicate;

/** A collected set that counts what it is asked: sums, parts and items, each about as dear as a row. Owned by one thread at a time. */
final class CountedItems implements ItemSet {
    private final ItemArray items;
    private long read;

    CountedItems(ItemArray items) {
        this.items = items;
    }

    /** How much was asked so far, in rows. */
    long read() {
        return read;
    }

    @Override
    public Sum sum(Bound from, Bound to) {
        read++;
        return items.sum(from, to);
    }

    @Override
    public List<Bound> cuts(Bound from, Bound to, int parts) {
        read += parts;
        return items.cuts(from, to, parts);
    }

    @Override
    public void forEach(Bound from, Bound to, Predicate<Bound> visitor) {
        items.forEach(from, to, item -> {
            read++;
            return visitor.test(item);
        });
    }
}
