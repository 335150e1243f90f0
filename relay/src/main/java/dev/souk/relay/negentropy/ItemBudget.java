package dev.souk.relay.negentropy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How many items the collected sets of all connections may have together. Thread-safe. */
public final class ItemBudget {
    private final LongSupplier max;
    private final AtomicLong taken;

    /** @param taken shows how many are taken */
    public ItemBudget(LongSupplier max, AtomicLong taken) {
        this.max = max;
        this.taken = taken;
    }

    /** What one set has taken; given back once. Thread-safe. */
    final class Lease implements AutoCloseable {
        private long items;
        private boolean isClosed;

        /** Takes more; false when there is not so much, or it was closed. */
        synchronized boolean grow(long more) {
            if (isClosed || taken.addAndGet(more) > max.getAsLong()) {
                taken.addAndGet(isClosed ? 0 : -more);
                return false;
            }
            items += more;
            return true;
        }

        @Override
        public synchronized void close() {
            if (!isClosed) {
                isClosed = true;
                taken.addAndGet(-items);
            }
        }
    }

    Lease lease() {
        return new Lease();
    }
}
