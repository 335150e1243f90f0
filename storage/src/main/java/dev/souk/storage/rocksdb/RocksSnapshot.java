package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One moment of the database, and the reads that cursors make of it. Used by one thread at a time. */
final class RocksSnapshot implements Snapshot {
    private final Database database;
    private final InstantSource clock;
    private final org.rocksdb.Snapshot snapshot;
    private final ReadOptions options;
    private final long sequence;

    RocksSnapshot(Database database, InstantSource clock) throws RocksDBException {
        this.database = database;
        this.clock = clock;
        this.snapshot = database.snapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
        byte[] stored = database.get(Family.META, options, Keys.SEQUENCE);
        this.sequence = stored == null ? 0 : Keys.toLong(stored, 0);
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
    public Optional<StoredEvent> event(Bytes32 id) {
        byte[] place = get(Family.IDS, id.toBytes());
        return place == null ? Optional.empty() : event(Keys.toLong(place, 0));
    }

    @Override
    public Optional<StoredEvent> event(long number) {
        byte[] record = get(Family.EVENTS, Keys.ofLong(number));
        return record == null ? Optional.empty() : Optional.of(EventRecord.decode(number, record));
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

    long nowSeconds() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public void close() {
        options.close();
        database.release(snapshot);
    }
}
