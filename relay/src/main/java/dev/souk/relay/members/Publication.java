package dev.souk.relay.members;

import dev.souk.protocol.Address;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.protocol.Tag;
import dev.souk.protocol.json.EventReader;
import dev.souk.relay.extension.RelayAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is stored under the relay's key say what is true of the members: compares the two, and publishes what
 * differs, until nothing does. So it repeats nothing after a restart, and many changes at once are one new list. A change
 * itself is announced by an event that comes out the same however often it is made.
 *
 * <p>Runs on the scheduler's thread, a second after a change, and a second after each round as long as there is more.
 */
final class Publication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** Changes announced in one round. */
    private static final int MAX_NEWS = 100;

    private final Members members;
    private final OwnEvents events;
    private final RelayAccess access;
    private final boolean isPublished;

    /** True while a round is waited for or its answers are. */
    private final AtomicBoolean isActive = new AtomicBoolean();

    private volatile boolean hasChanged;
    private volatile boolean isClosed;

    /** @param isPublished whether anything is; if not, what was is taken back */
    Publication(Members members, OwnEvents events, RelayAccess access, boolean isPublished) {
        this.members = members;
        this.events = events;
        this.access = access;
        this.isPublished = isPublished;
    }

    void start() {
        members.onChange(this::changed);
        changed();
    }

    /** Any thread, never waits. */
    private void changed() {
        hasChanged = true;
        if (isActive.compareAndSet(false, true)) {
            continueIn(ROUND);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A round catches what fails in it.
    private void continueIn(Duration delay) {
        if (!isClosed) {
            access.scheduler().schedule(this::round, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void round() {
        if (isClosed) {
            return;
        }
        try {
            hasChanged = false;
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            news().forEach((event, one) -> answers.add(publish(event, Optional.of(one))));
            differences().forEach(event -> answers.add(publish(event, Optional.empty())));
            if (answers.isEmpty()) {
                rest();
            } else {
                continueAfter(answers);
            }
        } catch (RuntimeException e) {
            LOG.error("event=members-not-published", e);
            continueIn(PAUSE);
        }
    }

    private void rest() {
        isActive.set(false);
        // What changed in between has seen that this was active.
        if (hasChanged) {
            changed();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Both ends of it lead to the next round.
    private void continueAfter(List<CompletableFuture<Boolean>> answers) {
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("event=members-not-published", failure);
            }
            boolean isFine = failure == null && answers.stream().allMatch(CompletableFuture::resultNow);
            continueIn(isFine ? ROUND : PAUSE);
        });
    }

    private Map<Event, Announcement> news() {
        Map<Event, Announcement> news = new LinkedHashMap<>();
        for (Announcement one : members.news(MAX_NEWS)) {
            if (isPublished) {
                news.put(events.of(one), one);
            } else {
                members.announced(one);
            }
        }
        return news;
    }

    private List<Event> differences() {
        Map<Address, List<Tag>> wanted = isPublished ? events.state(members) : Map.of();
        Map<Address, Event> stored = stored();
        long now = access.clock().instant().getEpochSecond();
        List<Event> differences = new ArrayList<>();
        wanted.forEach((address, tags) -> {
            Optional<Event> before = Optional.ofNullable(stored.remove(address));
            if (before.filter(event -> event.tags().equals(tags)).isEmpty()) {
                long next = before.map(event -> event.createdAt() + 1).orElse(0L);
                differences.add(events.at(address, tags, Math.max(now, next)));
            }
        });
        if (!stored.isEmpty()) {
            long newest =
                    stored.values().stream().mapToLong(Event::createdAt).max().orElse(0);
            differences.add(events.deletionOf(stored.keySet(), Math.max(now, newest)));
        }
        return differences;
    }

    private Map<Address, Event> stored() {
        Filter own = Filter.builder()
                .authors(events.self())
                .kinds(OwnEvents.LIST, OwnEvents.ROLE)
                .build();
        Map<Address, Event> stored = new HashMap<>();
        access.query(List.of(own), 2 * Members.MAX_ROLES).forEach(found -> {
            Event event = EventReader.read(found.json());
            Address.of(event).ifPresent(address -> stored.put(address, event));
        });
        return stored;
    }

    /** The future ends with whether that was it; on the scheduler's thread. */
    private CompletableFuture<Boolean> publish(Event event, Optional<Announcement> news) {
        return access.publishOwn(event).thenApplyAsync(ok -> isSettled(event, news, ok), access.scheduler());
    }

    private boolean isSettled(Event event, Optional<Announcement> news, Ok ok) {
        Optional<Reason> refusal = ok.accepted() ? Optional.empty() : ok.reason();
        boolean isBusy =
                refusal.filter(reason -> reason.prefix() == Reason.Prefix.ERROR).isPresent();
        refusal.ifPresent(reason ->
                LOG.warn("event=own-event-refused kind={} id={} reason={}", event.kind(), event.id(), reason));
        if (!isBusy) {
            // One that was refused for good stays so: the list tells of the change.
            news.ifPresent(members::announced);
        }
        return refusal.isEmpty();
    }

    /** Waits for the round that is under way. */
    @Override
    public void close() {
        isClosed = true;
        members.onChange(() -> {});
        CompletableFuture.runAsync(() -> {}, access.scheduler()).join();
    }
}
