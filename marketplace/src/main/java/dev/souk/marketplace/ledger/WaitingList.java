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
        counter.write(number + 1, counter.size() + 1, counter.first());
        return new Added(number, counter.size() + 1 > max ? dropOldest() : Optional.empty());
    }

    void remove(long number) {
        byte[] key = Keys.of(family, number);
        if (set.has(key)) {
            set.delete(key);
            Counter counter = counter();
            counter.write(counter.next(), counter.size() - 1, counter.first());
        }
    }

    long size() {
        return counter().size();
    }

    private Optional<byte[]> dropOldest() {
        // From where the last one was found: not over all that has left since the beginning, which the table remembers.
        List<Table.Entry> oldest =
                set.scan(new byte[] {family}, Keys.of(family, counter().first()), 1);
        if (oldest.isEmpty()) {
            return Optional.empty();
        }
        long number = ByteBuffer.wrap(oldest.get(0).key()).getLong(1);
        remove(number);
        Counter counter = counter();
        counter.write(counter.next(), counter.size(), number + 1);
        return Optional.of(Arrays.copyOf(oldest.get(0).value(), oldest.get(0).value().length));
    }

    private Counter counter() {
        byte[] stored = set.get(Keys.counter(family)).orElse(new byte[0]);
        // Older ones are shorter.
        ByteBuffer fields = ByteBuffer.wrap(Arrays.copyOf(stored, 24));
        return new Counter(fields.getLong(), fields.getLong(), fields.getLong());
    }

    private final class Counter {
        private final long next;
        private final long size;

        /** No number below this one is in the list. */
        private final long first;

        private Counter(long next, long size, long first) {
            this.next = next;
            this.size = size;
            this.first = first;
        }

        private long next() {
            return next;
        }

        private long size() {
            return size;
        }

        private long first() {
            return first;
        }

        private void write(long newNext, long newSize, long newFirst) {
            ByteBuffer fields = ByteBuffer.allocate(24);
            set.put(
                    Keys.counter(family),
                    fields.putLong(newNext).putLong(newSize).putLong(newFirst).array());
        }
    }
}
