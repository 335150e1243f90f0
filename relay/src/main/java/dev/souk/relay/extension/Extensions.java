package dev.souk.relay.extension;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.ingest.Followers;
import dev.souk.relay.ingest.Ingester;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.policy.Bans;
import dev.souk.relay.policy.Caller;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Starts, feeds and stops all extensions of one relay. */
public final class Extensions implements Followers, AutoCloseable {
    private final List<RelayExtension> extensions;
    private final EventStore store;
    private final Ingester ingester;
    private final Predicate<Event> vanishRequests;
    private final Bans bans;
    private final Predicate<EventHeader> publicEvents;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final MeterRegistry meters;
    private final Health health;
    private final List<Place> places;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();

    public Extensions(
            List<RelayExtension> extensions,
            EventStore store,
            Ingester ingester,
            Predicate<Event> vanishRequests,
            Bans bans,
            Predicate<EventHeader> publicEvents,
            InstantSource clock,
            ScheduledExecutorService scheduler,
            MeterRegistry meters,
            Health health) {
        this.extensions = List.copyOf(extensions);
        this.store = store;
        this.ingester = ingester;
        this.vanishRequests = vanishRequests;
        this.bans = bans;
        this.publicEvents = publicEvents;
        this.clock = clock;
        this.scheduler = scheduler;
        this.meters = meters;
        this.health = health;
        this.places = this.extensions.stream().map(Place::new).toList();
        // Before the writer begins: what leaves from now on is unread, too.
        places.forEach(store::keepFor);
    }

    public void start() {
        places.forEach(
                place -> place.extension().start(new Access(place.extension().name(), place)));
    }

    /** Any thread. */
    @Override
    public void wake() {
        followers.values().forEach(Follower::wake);
    }

    @Override
    public long holdNanos(int events) {
        long sequence = store.sequence();
        long longest = 0;
        for (Place place : places) {
            longest = Math.max(longest, place.holdNanos(events, sequence, System.nanoTime()));
        }
        return longest;
    }

    @Override
    public void close() {
        followers.values().forEach(Follower::close);
        extensions.forEach(RelayExtension::close);
    }

    /** What one extension sees. */
    private final class Access implements RelayAccess {
        private final String name;
        private final Place place;

        private Access(String name, Place place) {
            this.name = name;
            this.place = place;
        }

        @Override
        public CompletableFuture<Ok> publish(Event event) {
            CompletableFuture<Ok> answer = new CompletableFuture<>();
            return taken(event, answer, ingester.submit(event, Caller.inside(name), (ok, out) -> answer.complete(ok)));
        }

        @Override
        public CompletableFuture<Ok> publishOwn(Event event) {
            CompletableFuture<Ok> answer = new CompletableFuture<>();
            return taken(
                    event, answer, ingester.submitOwn(event, Caller.inside(name), (ok, out) -> answer.complete(ok)));
        }

        private static CompletableFuture<Ok> taken(Event event, CompletableFuture<Ok> answer, boolean isTaken) {
            if (!isTaken) {
                answer.complete(Ok.refused(event.id(), Reason.error("the relay is busy, send it again later")));
            }
            return answer;
        }

        @Override
        public boolean bring(Event event, String from, boolean isTrusted, Consumer<Ok> answer) {
            Caller caller = Caller.peer(from);
            return isTrusted
                    ? ingester.submitOwn(event, caller, (ok, out) -> answer.accept(ok))
                    : ingester.submit(event, caller, (ok, out) -> answer.accept(ok));
        }

        @Override
        public List<StoredEvent> query(List<Filter> filters, int max) {
            List<StoredEvent> found = new ArrayList<>();
            try (Snapshot snapshot = store.snapshot();
                    EventCursor cursor = snapshot.find(filters)) {
                while (found.size() < max) {
                    Optional<StoredEvent> next = cursor.next();
                    if (next.isEmpty()) {
                        break;
                    }
                    found.add(next.get());
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
            return vanishRequests.test(request);
        }

        @Override
        public Bans bans() {
            return bans;
        }

        @Override
        public boolean isPublic(EventHeader event) {
            return publicEvents.test(event);
        }

        @Override
        public long sequence() {
            return store.sequence();
        }

        @Override
        public void follow(long sequence, FeedFollower extension) {
            Follower follower = new Follower(name, store, sequence, place.tracing(extension), health);
            if (followers.putIfAbsent(name, follower) != null) {
                throw new IllegalStateException("the extension " + name + " follows the feed already");
            }
            place.beginAfter(sequence);
            follower.start();
        }

        @Override
        public void wake() {
            Optional.ofNullable(followers.get(name)).ifPresent(Follower::wake);
        }

        @Override
        public Table table(String table) {
            return store.table(name + "." + table);
        }

        @Override
        public InstantSource clock() {
            return clock;
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
}
