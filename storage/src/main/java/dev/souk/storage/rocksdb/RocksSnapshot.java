package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.IndexCount;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One moment of the database, and the reads that cursors make of it. Used by one thread at a time. */
final class RocksSnapshot implements Snapshot {
    /** Says that a commit is under way. */
    static final long UNSETTLED = -1;

    private final Database database;
    private final HotEvents hot;
    private final InstantSource clock;
    private final org.rocksdb.Snapshot snapshot;
    private final ReadOptions options;
    private final long sequence;

    /** @param settled the number of the last committed change, or {@link #UNSETTLED}; read before and after */
    RocksSnapshot(Database database, HotEvents hot, InstantSource clock, LongSupplier settled) throws RocksDBException {
        this.database = database;
        this.hot = hot;
        this.clock = clock;
        long before = settled.getAsLong();
        this.snapshot = database.snapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
        // Looked up only when something was written meanwhile: that is a tenth of what a small query costs.
        this.sequence = before != UNSETTLED && settled.getAsLong() == before ? before : storedSequence();
    }

    private long storedSequence() throws RocksDBException {
        byte[] stored = database.get(Family.META, options, Keys.SEQUENCE);
        return stored == null ? 0 : Keys.toLong(stored, 0);
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public EventCursor find(List<Filter> filters, Predicate<EventHeader> visible) {
        List<FilterCursor> cursors = filters.stream()
                .map(filter -> new FilterCursor(this, filter, visible))
                .toList();
        return cursors.size() == 1 ? cursors.get(0) : new MergedCursor(cursors);
    }

    @Override
    public Optional<IndexCount> count(Filter filter, Set<Integer> without) {
        return IndexCounter.of(this, filter, without);
    }

    @Override
    public Optional<StoredEvent> event(Bytes32 id) {
        byte[] place = get(Family.IDS, id.toBytes());
        return place == null ? Optional.empty() : shown(Keys.toLong(place, 0));
    }

    @Override
    public Optional<StoredEvent> event(long number) {
        Optional<StoredEvent> known = hot.find(number);
        return known.isPresent() ? known.filter(this::isShown) : read(number);
    }

    /** Whether an event, which was stored once, was so at this moment. */
    private boolean isShown(StoredEvent event) {
        byte[] place = get(Family.IDS, event.header().id().toBytes());
        return place != null && Keys.toLong(place, 0) == event.sequence();
    }

    /** The event under a number that this snapshot has shown: it may be gone since. */
    Optional<StoredEvent> shown(long number) {
        Optional<StoredEvent> known = hot.find(number);
        return known.isPresent() ? known : read(number);
    }

    private Optional<StoredEvent> read(long number) {
        byte[] record = get(Family.EVENTS, Keys.ofLong(number));
        if (record == null) {
            return Optional.empty();
        }
        StoredEvent read = EventRecord.decode(number, record);
        hot.add(read);
        return Optional.of(read);
    }

    byte @Nullable [] get(Family family, byte[] key) {
        try {
            return database.get(family, options, key);
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot read from " + family.wireName(), e);
        }
    }

    /** A new iterator over the index; to be closed. */
    RocksIterator index() {
        return database.iterator(Family.INDEX, options);
    }

    /** A new iterator over the index that shows what {@code within} shows; to be closed before it. */
    RocksIterator index(ReadOptions within) {
        return database.iterator(Family.INDEX, within);
    }

    /** New options that show this moment; to be closed. */
    ReadOptions options() {
        return new ReadOptions().setSnapshot(snapshot);
    }

    /** About how many bytes the index rows from one key to before another take. */
    long indexBytes(byte[] from, byte[] to) {
        return database.bytes(Family.INDEX, from, to);
    }

    /** The numbers of events that have expired and are stored nevertheless, at most {@code max}. */
    List<Long> expired(int max) {
        try {
            return database.expired(options, nowSeconds(), max);
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot read what has expired", e);
        }
    }

    static void check(RocksIterator rows) {
        try {
            rows.status();
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot read the index", e);
        }
    }

    long nowSeconds() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public void close() {
        options.close();
        database.release(snapshot);
    }
}
