package dev.souk.relay.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.KindClass;
import dev.souk.relay.config.Rate;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.rate.Buckets;
import dev.souk.relay.rate.Subnet;
import dev.souk.relay.rate.Ticks;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import java.util.List;
import java.util.Set;

/**
 * Lets only so many authors whom the relay has nothing of begin from one address. Who has begun goes on. Keys of a moment
 * are not counted, nor what is not stored. Costs a read of the store when an author is not among those that were looked up
 * last. Thread-safe.
 */
final class NewPubkeys implements EventPolicy {
    private final WriteConfig config;
    private final EventStore store;
    private final Rate rate;
    private final Buckets<String> addresses;
    private final Cache<Bytes32, Boolean> begun;

    NewPubkeys(WriteConfig config, Rate rate, EventStore store, Ticks ticks) {
        this.config = config;
        this.rate = rate;
        this.store = store;
        this.addresses = new Buckets<>(rate, config.maxTracked(), ticks);
        this.begun = Caffeine.newBuilder()
                .maximumSize(config.maxTracked())
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        if (KindClass.of(event.kind()) == KindClass.EPHEMERAL
                || config.oneTimeKinds().contains(event.kind())
                || begun.getIfPresent(event.pubkey()) != null) {
            return Verdict.ACCEPT;
        }
        if (!isStored(event.pubkey()) && !addresses.take(Subnet.of(caller.address()), 1)) {
            return Rates.tooMany(rate.atMost("new keys from one address"));
        }
        begun.put(event.pubkey(), true);
        return Verdict.ACCEPT;
    }

    private boolean isStored(Bytes32 pubkey) {
        Filter any = Filter.builder().authors(Set.of(pubkey)).limit(1).build();
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(List.of(any))) {
            return cursor.next().isPresent();
        }
    }
}
