package dev.souk.relay.negentropy;

import dev.souk.protocol.Filter;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.protocol.negentropy.ItemSet;
import dev.souk.protocol.negentropy.Window;
import dev.souk.relay.config.NegentropyConfig;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The relay's own events as sets, for who reconciles them with another relay as a client. Without private kinds, of which
 * other relays would not say that they have them. A stored set is only read here: {@link SetFeed} keeps it. Thread-safe.
 */
public final class OwnSets {
    /** A stored set that is further behind is being made, and of no use yet. */
    private static final long MAX_LAG = 50_000;

    private static final int ITEMS_A_LEASE = 1_024;

    private final EventStore store;
    private final Supplier<NegentropyConfig> config;
    private final NegentropyConfig atStart;
    private final PrivateKinds privateKinds;
    private final byte[] description;
    private final Table table;
    private final ItemBudget budget;

    /** @param privateKinds as they are when the relay starts */
    public OwnSets(EventStore store, Supplier<NegentropyConfig> config, java.util.Set<Integer> privateKinds) {
        this.store = store;
        this.config = config;
        this.atStart = config.get();
        this.privateKinds = new PrivateKinds(privateKinds);
        this.description = StoredSets.description(atStart.filters(), privateKinds);
        this.table = store.table(StoredSets.NAME + "." + StoredSets.TABLE);
        this.budget = new ItemBudget(() -> config.get().maxTotalItems(), new AtomicLong());
    }

    /** One set. Owned by one thread. */
    public interface OwnSet extends AutoCloseable {
        /** Shows it as it is now, which for a stored set may be more than before. */
        <T> T read(Function<ItemSet, T> reader);

        @Override
        void close();
    }

    /** The set of events that {@code filter} matches; nothing when they are too many to be collected. */
    public Optional<OwnSet> of(Filter filter) {
        int stored = atStart.enabled() ? atStart.filters().indexOf(NegentropyConfig.timeless(filter)) : -1;
        boolean isUsable = stored >= 0
                && store.sequence() - fed() <= MAX_LAG
                && table.get(Keys.SETS)
                        .filter(known -> Arrays.equals(known, description))
                        .isPresent();
        return isUsable ? Optional.of(new Stored(stored, filter)) : collect(filter);
    }

    /** A change up to which every set shows the store at least. */
    public long sequence() {
        long now = store.sequence();
        long fed = fed();
        return atStart.enabled() && now - fed <= MAX_LAG ? fed : now;
    }

    private long fed() {
        return table.get(Keys.FEED)
                .map(value -> ByteBuffer.wrap(value).getLong())
                .orElse(0L);
    }

    private final class Stored implements OwnSet {
        private final int set;
        private final Filter filter;

        private Stored(int set, Filter filter) {
            this.set = set;
            this.filter = filter;
        }

        @Override
        public <T> T read(Function<ItemSet, T> reader) {
            try (Table.View view = table.view()) {
                return reader.apply(new Window(new StoredSet(view, set), Source.first(filter), Source.end(filter)));
            }
        }

        @Override
        public void close() {}
    }

    private record Collected(ItemArray items, ItemBudget.Lease lease) implements OwnSet {
        @Override
        public <T> T read(Function<ItemSet, T> reader) {
            return reader.apply(items);
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    private Optional<OwnSet> collect(Filter filter) {
        ItemBudget.Lease lease = budget.lease();
        ItemArray.Builder items = new ItemArray.Builder();
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(filter), event -> !privateKinds.contains(event.kind()))) {
            for (Optional<StoredEvent> event = cursor.next(); event.isPresent(); event = cursor.next()) {
                boolean isFull = items.size() == config.get().maxItems()
                        || items.size() % ITEMS_A_LEASE == 0 && !lease.grow(ITEMS_A_LEASE);
                if (isFull) {
                    lease.close();
                    return Optional.empty();
                }
                items.add(event.get().header().createdAt(), event.get().header().id());
            }
            return Optional.of(new Collected(items.build(), lease));
        }
    }
}
