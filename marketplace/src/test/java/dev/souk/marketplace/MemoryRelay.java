package dev.souk.marketplace;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.extension.FeedFollower;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.policy.Bans;
import dev.souk.storage.Changes;
import dev.souk.storage.EventCursor;
import dev.souk.storage.FeedReader;
import dev.souk.storage.SaveOutcome;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import dev.souk.storage.memory.MemoryEventStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A relay without sockets and threads: a memory store, and a clock that stands still until it is set. */
final class MemoryRelay implements RelayAccess {
    private static final int PAGE = 1_000;

    private final AtomicReference<Instant> now;
    private final MemoryEventStore store;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Set<Bytes32> banned = new HashSet<>();
    private Optional<FeedFollower> follower = Optional.empty();
    private long banChanges;
    private long place;

    MemoryRelay(long nowSeconds) {
        now = new AtomicReference<>(Instant.ofEpochSecond(nowSeconds));
        store = new MemoryEventStore(clock());
    }

    void setClock(Instant instant) {
        now.set(instant);
    }

    MemoryEventStore store() {
        return store;
    }

    @Override
    public CompletableFuture<Ok> publishOwn(Event event) {
        return publish(event);
    }

    @Override
    public CompletableFuture<Ok> publish(Event event) {
        return CompletableFuture.completedFuture(
                switch (store.save(List.of(event)).outcomes().get(0)) {
                    case SaveOutcome.Stored stored -> Ok.accepted(event.id());
                    case SaveOutcome.Duplicate duplicate -> Ok.accepted(event.id(), Reason.duplicate("known"));
                    case SaveOutcome.Superseded superseded -> Ok.refused(event.id(), Reason.duplicate("superseded"));
                    case SaveOutcome.Deleted deleted -> Ok.refused(event.id(), Reason.blocked("deleted"));
                    case SaveOutcome.Vanished vanished -> Ok.refused(event.id(), Reason.blocked("vanished"));
                    case SaveOutcome.Expired expired -> Ok.refused(event.id(), Reason.invalid("expired"));
                    case SaveOutcome.Ephemeral ephemeral -> Ok.accepted(event.id());
                });
    }

    @Override
    public boolean bring(Event event, String from, boolean isTrusted, Consumer<Ok> answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StoredEvent> query(List<Filter> filters, int max) {
        List<StoredEvent> found = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(filters)) {
            Optional<StoredEvent> next = cursor.next();
            while (next.isPresent() && found.size() < max) {
                found.add(next.get());
                next = cursor.next();
            }
        }
        return found;
    }

    @Override
    public Optional<StoredEvent> event(Bytes32 id) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.event(id);
        }
    }

    @Override
    public boolean honours(Event request) {
        return true;
    }

    /** As its operator does; what is stored stays. */
    void ban(Bytes32 pubkey) {
        banned.add(pubkey);
        banChanges++;
    }

    @Override
    public Bans bans() {
        return new Bans() {
            @Override
            public boolean isBanned(Event event) {
                return banned.contains(event.pubkey());
            }

            @Override
            public long changes() {
                return banChanges;
            }

            @Override
            public Set<Bytes32> pubkeys() {
                return Set.copyOf(banned);
            }

            @Override
            public Set<Bytes32> events() {
                return Set.of();
            }
        };
    }

    @Override
    public boolean isPublic(EventHeader event) {
        return true;
    }

    @Override
    public long sequence() {
        return store.sequence();
    }

    /** The follower is only noted; the test shows it its pages. Everything is kept for it until it has seen it. */
    @Override
    public void follow(long sequence, FeedFollower newFollower) {
        place = sequence;
        follower = Optional.of(newFollower);
        store.keepFor(new FeedReader() {
            @Override
            public boolean mustSee(int kind) {
                return true;
            }

            @Override
            public long place() {
                return place;
            }
        });
    }

    /** Shows the follower what it has not seen, as the relay's thread for it would, and lets it do what is due. */
    void turn() {
        Changes changes = store.unreadAfter(place, 0, PAGE);
        while (!changes.changes().isEmpty()) {
            follower.orElseThrow().changes(new Page(changes.changes(), false, changes.next()));
            place = changes.next();
            changes = store.unreadAfter(place, 0, PAGE);
        }
        follower.orElseThrow().idle();
    }

    @Override
    public void wake() {}

    @Override
    public Table table(String name) {
        return store.table(name);
    }

    @Override
    public InstantSource clock() {
        return now::get;
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public MeterRegistry meters() {
        return meters;
    }
}
