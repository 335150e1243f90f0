package dev.souk.marketplace.ledger;

import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The addresses whose published event is out of date, and from when on they may be published anew. Survives a crash: an
 * address stays due until its publication is noted. Lives in a {@link WriteSet}.
 */
final class Due {
    private static final byte[] VERSIONS = Keys.counter(Keys.DUE);

    private final WriteSet set;
    private final long intervalMillis;
    private final DueFloor floor;

    /** @param interval the least time between two versions of one event; a second at least, as they are told apart by it */
    Due(WriteSet set, Duration interval, DueFloor floor) {
        this.set = set;
        this.intervalMillis = Math.max(1_000, interval.toMillis());
        this.floor = floor;
    }

    /** A number for the marks of one batch. */
    long nextVersion() {
        long version = set.number(VERSIONS, 0) + 1;
        set.putNumber(VERSIONS, version);
        return version;
    }

    /** The address is out of date; to be published at {@code atMillis}, or sooner if it was due before. */
    void mark(int kind, String d, long atMillis, long version) {
        byte[] key = Keys.address(Keys.DUE, kind, d);
        long at = Math.max(atMillis, nextAllowed(kind, d));
        Optional<ByteBuffer> known = set.get(key).map(ByteBuffer::wrap);
        if (known.isPresent()) {
            long earlier = known.get().getLong();
            set.delete(order(earlier, key));
            at = Math.min(at, earlier);
        }
        put(key, at, version);
    }

    private long nextAllowed(int kind, String d) {
        return set.get(Keys.address(Keys.PUBLISHED, kind, d))
                .map(Outbox.Published::decode)
                .map(published -> published.createdAt() * 1_000 + intervalMillis)
                .orElse(0L);
    }

    /** At most {@code max} addresses that are due at {@code nowMillis}, the longest due first. */
    List<Outbox.Item> at(long nowMillis, int max) {
        List<Outbox.Item> items = new ArrayList<>();
        for (Table.Entry row : first(max)) {
            ByteBuffer key = ByteBuffer.wrap(row.key());
            if (key.getLong(1) > nowMillis) {
                break;
            }
            byte[] address = Arrays.copyOfRange(row.key(), 9, row.key().length);
            long version = set.get(address)
                    .map(value -> ByteBuffer.wrap(value).getLong(8))
                    .orElse(0L);
            items.add(new Outbox.Item(Keys.kindOf(address), Keys.dOf(address), version));
        }
        return items;
    }

    /** When the next one is due, Unix milliseconds. */
    Optional<Long> next() {
        return first(1).stream()
                .findFirst()
                .map(row -> ByteBuffer.wrap(row.key()).getLong(1));
    }

    private List<Table.Entry> first(int max) {
        byte[] prefix = {Keys.DUE_ORDER};
        List<Table.Entry> rows = set.scan(prefix, Keys.of(Keys.DUE_ORDER, floor.millis()), max);
        rows.stream()
                .findFirst()
                .ifPresent(row -> floor.raise(ByteBuffer.wrap(row.key()).getLong(1)));
        return rows;
    }

    /** The item was published, or needs not be; if it got out of date meanwhile it is due again. */
    void done(Outbox.Item item) {
        byte[] key = Keys.address(Keys.DUE, item.kind(), item.d());
        set.get(key).map(ByteBuffer::wrap).ifPresent(value -> {
            set.delete(order(value.getLong(0), key));
            if (value.getLong(8) == item.version()) {
                set.delete(key);
            } else {
                put(key, nextAllowed(item.kind(), item.d()), value.getLong(8));
            }
        });
    }

    /** The item could not be published now; it is due again at {@code atMillis}. */
    void postpone(Outbox.Item item, long atMillis) {
        byte[] key = Keys.address(Keys.DUE, item.kind(), item.d());
        set.get(key).map(ByteBuffer::wrap).ifPresent(value -> {
            set.delete(order(value.getLong(0), key));
            put(key, atMillis, value.getLong(8));
        });
    }

    private void put(byte[] key, long atMillis, long version) {
        set.put(key, ByteBuffer.allocate(16).putLong(atMillis).putLong(version).array());
        set.mark(order(atMillis, key));
        floor.reach(atMillis);
    }

    private static byte[] order(long atMillis, byte[] address) {
        return Keys.join(Keys.of(Keys.DUE_ORDER, atMillis), address);
    }
}
