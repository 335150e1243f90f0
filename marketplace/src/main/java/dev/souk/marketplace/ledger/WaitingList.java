package dev.souk.marketplace.ledger;

import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A bounded list of what waits, in order of arrival. When it is full, the oldest has to go; whoever adds is told which.
 * Lives in a {@link WriteSet}.
 */
final class WaitingList {
    private final WriteSet set;
    private final byte family;
    private final long max;

    WaitingList(WriteSet set, byte family, long max) {
        this.set = set;
        this.family = family;
        this.max = max;
    }

    /**
     * What {@link #add} did.
     *
     * @param number to remove it by
     * @param dropped what had to go
     */
    record Added(long number, Optional<byte[]> dropped) {}

    Added add(byte[] item) {
        Counter counter = counter();
        long number = counter.next();
        set.put(Keys.of(family, number), item);
        counter.write(number + 1, counter.size() + 1);
        return new Added(number, counter.size() + 1 > max ? dropOldest() : Optional.empty());
    }

    void remove(long number) {
        byte[] key = Keys.of(family, number);
        if (set.has(key)) {
            set.delete(key);
            Counter counter = counter();
            counter.write(counter.next(), counter.size() - 1);
        }
    }

    long size() {
        return counter().size();
    }

    private Optional<byte[]> dropOldest() {
        List<Table.Entry> oldest = set.scan(new byte[] {family}, 1);
        if (oldest.isEmpty()) {
            return Optional.empty();
        }
        byte[] key = oldest.get(0).key();
        remove(ByteBuffer.wrap(key).getLong(1));
        return Optional.of(Arrays.copyOf(oldest.get(0).value(), oldest.get(0).value().length));
    }

    private Counter counter() {
        ByteBuffer stored = ByteBuffer.wrap(set.get(Keys.counter(family)).orElse(new byte[16]));
        return new Counter(stored.getLong(), stored.getLong());
    }

    private final class Counter {
        private final long next;
        private final long size;

        private Counter(long next, long size) {
            this.next = next;
            this.size = size;
        }

        private long next() {
            return next;
        }

        private long size() {
            return size;
        }

        private void write(long newNext, long newSize) {
            set.put(
                    Keys.counter(family),
                    ByteBuffer.allocate(16).putLong(newNext).putLong(newSize).array());
        }
    }
}
