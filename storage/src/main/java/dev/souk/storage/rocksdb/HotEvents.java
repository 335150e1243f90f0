package dev.souk.storage.rocksdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.storage.StoredEvent;
import java.util.Optional;

/**
 * Events that are asked for often, ready to be sent: a lookup here costs a fiftieth of one in RocksDB. What is found was
 * stored under this number at some time; whether it still is, the index row that led here tells, as both were read from
 * one snapshot. So nothing ever has to be taken out. Thread-safe.
 */
final class HotEvents {
    /** What an event takes beside its bytes. */
    private static final int OVERHEAD = 200;

    private final Cache<Long, StoredEvent> events;

    /** @param maxBytes of heap */
    HotEvents(long maxBytes) {
        events = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Long number, StoredEvent event) -> EventRecord.bytes(event) + OVERHEAD)
                .executor(Runnable::run)
                .build();
    }

    Optional<StoredEvent> find(long number) {
        return Optional.ofNullable(events.getIfPresent(number));
    }

    void add(StoredEvent event) {
        events.put(event.sequence(), event);
    }
}
