package dev.souk.storage.memory;

import dev.souk.protocol.Address;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.KindClass;
import dev.souk.protocol.Tag;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.Commit;
import dev.souk.storage.EventStore;
import dev.souk.storage.FeedReader;
import dev.souk.storage.Removal;
import dev.souk.storage.SaveOutcome;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoreStatistics;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The reference: the rules of {@link EventStore} over plain lists that are searched from end to end. Everything is under
 * one lock; snapshots are copies.
 */
public final class MemoryEventStore implements EventStore {
    private final InstantSource clock;
    private final long keptRemovals;

    /** All guarded by this. */
    private final List<StoredEvent> stored = new ArrayList<>();

    private final List<Event> deletions = new ArrayList<>();
    private final List<Change.Removed> removals = new ArrayList<>();
    private final List<StoredEvent> unread = new ArrayList<>();
    private final List<FeedReader> readers = new ArrayList<>();
    private final Map<Bytes32, Long> vanished = new HashMap<>();
    private Predicate<Event> vanishRequests = event -> false;
    private final Map<String, Table> tables = new ConcurrentHashMap<>();
    private long sequence;
    private long removalsFrom;

    public MemoryEventStore(InstantSource clock) {
        this(clock, Long.MAX_VALUE);
    }

    /** A store that remembers the removals among the latest {@code keptRemovals} changes. */
    public MemoryEventStore(InstantSource clock, long keptRemovals) {
        this.clock = clock;
        this.keptRemovals = keptRemovals;
    }

    @Override
    public synchronized Commit save(List<Event> events) {
        List<SaveOutcome> outcomes = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Event event : events) {
            outcomes.add(save(event, changes));
        }
        return new Commit(outcomes, changes);
    }

    private SaveOutcome save(Event event, List<Change> changes) {
        if (KindClass.of(event.kind()) == KindClass.EPHEMERAL) {
            return new SaveOutcome.Ephemeral();
        }
        if (contains(event.id())) {
            return new SaveOutcome.Duplicate();
        }
        if (event.hasExpired(nowSeconds())) {
            return new SaveOutcome.Expired();
        }
        if (deletions.stream().anyMatch(request -> deletes(request, event))) {
            return new SaveOutcome.Deleted();
        }
        if (hasVanished(event)) {
            return new SaveOutcome.Vanished();
        }
        Optional<StoredEvent> predecessor = Address.of(event).flatMap(this::latest);
        if (predecessor.isPresent() && newestFirst(predecessor.get().header(), event) < 0) {
            return new SaveOutcome.Superseded(predecessor.get().header().id());
        }
        StoredEvent kept = new StoredEvent(++sequence, event, event.json());
        stored.add(kept);
        changes.add(new Change.Stored(kept));
        predecessor.ifPresent(old -> remove(old, Removal.REPLACED, changes));
        if (event.kind() == 5) {
            deletions.add(event);
            deleteNamed(event, changes);
        }
        if (event.kind() == 62 && vanishRequests.test(event)) {
            vanished.merge(event.pubkey(), event.createdAt(), Math::max);
        }
        return new SaveOutcome.Stored(kept.sequence());
    }

    private boolean hasVanished(EventHeader event) {
        return event.kind() != 62
                && (isPast(event, event.pubkey())
                        || event.kind() == 1059
                                && event.anyTag(
                                        'p',
                                        value -> Bytes32.parse(value)
                                                .filter(recipient -> isPast(event, recipient))
                                                .isPresent()));
    }

    private boolean isPast(EventHeader event, Bytes32 key) {
        return event.createdAt() <= vanished.getOrDefault(key, -1L);
    }

    @Override
    public synchronized void honour(Predicate<Event> requests) {
        vanishRequests = requests;
    }

    @Override
    public synchronized Commit sweepVanished(int budget) {
        List<Change> changes = new ArrayList<>();
        unread.removeIf(event -> hasVanished(event.header()));
        stored.stream()
                .filter(event -> hasVanished(event.header()))
                .sorted((one, other) -> newestFirst(one.header(), other.header()))
                .limit(budget)
                .toList()
                .forEach(event -> remove(event, Removal.VANISHED, changes));
        return new Commit(List.of(), changes);
    }

    /** In the order of the request's tags, as the sequence shows it. */
    private void deleteNamed(Event request, List<Change> changes) {
        for (Tag tag : request.tags()) {
            for (StoredEvent target : List.copyOf(stored)) {
                if (deletes(request, tag, target.header())) {
                    remove(target, Removal.DELETED, changes);
                }
            }
        }
    }

    private static boolean deletes(Event request, EventHeader target) {
        return request.tags().stream().anyMatch(tag -> deletes(request, tag, target));
    }

    private static boolean deletes(Event request, Tag tag, EventHeader target) {
        if (target.kind() == 5 || target.kind() == 62 || tag.value().isEmpty()) {
            return false;
        }
        String value = tag.value().get();
        boolean isAuthor = target.pubkey().equals(request.pubkey());
        if (tag.name().equals("e")) {
            boolean isRecipient =
                    target.kind() == 1059 && target.anyTag('p', request.pubkey().hex()::equals);
            return value.equals(target.id().hex()) && (isAuthor || isRecipient);
        }
        return tag.name().equals("a")
                && isAuthor
                && target.createdAt() <= request.createdAt()
                && Address.parse(value).isPresent()
                && Address.parse(value).equals(Address.of(target));
    }

    private Optional<StoredEvent> latest(Address address) {
        return stored.stream()
                .filter(candidate -> Address.of(candidate.header()).equals(Optional.of(address)))
                .findFirst();
    }

    private void remove(StoredEvent target, Removal reason, List<Change> changes) {
        EventHeader event = target.header();
        stored.remove(target);
        if (reason != Removal.VANISHED && reason != Removal.MODERATED && isUnread(target)) {
            unread.add(target);
        }
        Change.Removed removed = new Change.Removed(
                ++sequence, target.sequence(), event.id(), event.pubkey(), event.kind(), event.createdAt(), reason);
        removals.add(removed);
        changes.add(removed);
    }

    private boolean isUnread(StoredEvent event) {
        return readers.stream()
                .anyMatch(reader -> reader.mustSee(event.header().kind()) && reader.place() < event.sequence());
    }

    @Override
    public synchronized void keepFor(FeedReader reader) {
        readers.add(reader);
    }

    private void forgetUnread(Bytes32 id, Removal reason) {
        Optional<Bytes32> vanished = find(id).filter(target -> reason == Removal.VANISHED)
                .map(target -> target.header().pubkey());
        if (reason == Removal.VANISHED || reason == Removal.MODERATED) {
            unread.removeIf(event -> event.header().id().equals(id)
                    || vanished.equals(Optional.of(event.header().pubkey())));
        }
    }

    @Override
    public synchronized Commit remove(Set<Bytes32> ids, Removal reason) {
        List<Change> changes = new ArrayList<>();
        for (Bytes32 id : ids) {
            forgetUnread(id, reason);
            find(id).ifPresent(target -> remove(target, reason, changes));
        }
        return new Commit(List.of(), changes);
    }

    @Override
    public synchronized Commit sweepExpired(int budget) {
        forgetRemovals();
        List<Change> changes = new ArrayList<>();
        stored.stream()
                .filter(event -> event.header().hasExpired(nowSeconds()))
                .sorted(Comparator.comparingLong(
                                (StoredEvent event) -> event.header().expiration())
                        .thenComparingLong(StoredEvent::sequence))
                .limit(budget)
                .toList()
                .forEach(event -> remove(event, Removal.EXPIRED, changes));
        return new Commit(List.of(), changes);
    }

    private void forgetRemovals() {
        long target = sequence - keptRemovals;
        if (target - removalsFrom > keptRemovals / 10) {
            removalsFrom = target;
            removals.removeIf(removed -> removed.sequence() <= target);
        }
        unread.removeIf(event -> event.sequence() <= removalsFrom || !isUnread(event));
    }

    @Override
    public synchronized boolean contains(Bytes32 id) {
        return find(id).isPresent();
    }

    private Optional<StoredEvent> find(Bytes32 id) {
        return stored.stream().filter(event -> event.header().id().equals(id)).findFirst();
    }

    @Override
    public synchronized Snapshot snapshot() {
        List<StoredEvent> ordered = stored.stream()
                .sorted((one, other) -> newestFirst(one.header(), other.header()))
                .toList();
        return new MemorySnapshot(ordered, sequence, clock);
    }

    /** Negative when {@code one} comes first: it is newer, or as new with a lower id. */
    private static int newestFirst(EventHeader one, EventHeader other) {
        int order = Long.compare(other.createdAt(), one.createdAt());
        return order == 0 ? one.id().compareTo(other.id()) : order;
    }

    @Override
    public synchronized long sequence() {
        return sequence;
    }

    @Override
    public synchronized Changes changesAfter(long after, long beganAt, int max) {
        return changesAfter(after, beganAt, max, stored);
    }

    @Override
    public synchronized Changes unreadAfter(long after, long beganAt, int max) {
        List<StoredEvent> shown = new ArrayList<>(stored);
        shown.addAll(unread);
        return changesAfter(after, beganAt, max, shown);
    }

    private Changes changesAfter(long after, long beganAt, int max, List<StoredEvent> shown) {
        if (after != 0 && Math.max(after, beganAt) < removalsFrom) {
            return new Changes(List.of(), true, 0);
        }
        List<Change> changes = new ArrayList<>();
        shown.forEach(event -> changes.add(new Change.Stored(event)));
        changes.addAll(removals);
        List<Change> page = changes.stream()
                .filter(change -> change.sequence() > after)
                .sorted(Comparator.comparingLong(Change::sequence))
                .limit(max)
                .toList();
        return new Changes(page, false, page.isEmpty() ? after : page.getLast().sequence());
    }

    @Override
    public Table table(String name) {
        return tables.computeIfAbsent(name, fresh -> new MemoryTable());
    }

    @Override
    public synchronized List<StoredEvent> storedAfter(long after, int max) {
        return stored.stream()
                .filter(event -> event.sequence() > after)
                .sorted(Comparator.comparingLong(StoredEvent::sequence))
                .limit(max)
                .toList();
    }

    @Override
    public void reclaim() {}

    @Override
    public void cancelReclaim() {}

    @Override
    public void checkpoint(Path folder) {
        throw new UnsupportedOperationException("a store in memory has no files");
    }

    @Override
    public synchronized StoreStatistics statistics() {
        return new StoreStatistics(stored.size(), 0, 0);
    }

    private long nowSeconds() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public void close() {}
}
