package dev.souk.relay.read;

import dev.souk.protocol.Filter;
import dev.souk.relay.live.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many values the filters of open subscriptions hold, all together and of each address: they stay in memory for as long
 * as a client likes. Thread-safe, by its lock.
 */
final class OpenFilters {
    /** What a subscription takes, and each filter of it, beside its values; in values. */
    private static final int OVERHEAD = 20;

    /** So many characters of tags and searches count as one value more. */
    private static final int CHARACTERS = 50;

    /** One address may have so many parts of all that there is. */
    static final int SHARES = 4;

    private final Map<String, Long> bySubnet = new HashMap<>();
    private final AtomicLong all;

    /** @param all shows how many there are, written here alone */
    OpenFilters(AtomicLong all) {
        this.all = all;
    }

    /**
     * Counts a subscription, unless there is no room.
     *
     * @param subnet whose it is; nobody's when its address has no bound of its own
     * @param max values of all
     */
    synchronized boolean enter(Subscription subscription, Optional<String> subnet, long max) {
        long values = values(subscription);
        long own =
                values + subnet.map(known -> bySubnet.getOrDefault(known, 0L)).orElse(0L);
        if (all.get() + values > max || subnet.isPresent() && own > max / SHARES) {
            return false;
        }
        all.addAndGet(values);
        subnet.ifPresent(known -> bySubnet.put(known, own));
        return true;
    }

    /** Counts one no more. */
    synchronized void leave(Subscription subscription, Optional<String> subnet) {
        long values = values(subscription);
        all.addAndGet(-values);
        subnet.ifPresent(
                known -> bySubnet.computeIfPresent(known, (key, own) -> own == values ? null : (Long) (own - values)));
    }

    private static long values(Subscription subscription) {
        return OVERHEAD
                + subscription.filters().stream()
                        .mapToLong(filter -> OVERHEAD + values(filter.filter()))
                        .sum();
    }

    private static long values(Filter filter) {
        long characters = filter.search().map(String::length).orElse(0)
                + filter.tags().values().stream()
                        .flatMap(Set::stream)
                        .mapToLong(String::length)
                        .sum();
        return filter.values() + characters / CHARACTERS;
    }
}
