package dev.souk.relay.moderation;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.storage.Commit;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Removal;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import dev.souk.storage.Table.Write;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Removes from the store what was banned, a few events at a time, so that others are served in between. What is due is a
 * row of a table that is written with the ban and deleted when all is gone: a restart goes on where it was. There are
 * never more of these rows than bans.
 *
 * <p>{@link #step} belongs to the store's writer; everything else may be called from anywhere. The writer refuses what is
 * banned itself (see {@link Moderation#judge}), so that nothing comes in behind the search.
 */
public final class Purge {
    /** Events in one step: some 10 ms. */
    static final int STEP = 500;

    private static final int PAGE = 1_000;

    private final Table table;
    private final int step;

    /** What is to be removed, and who waits for it; guarded by itself. */
    private final Map<Target, Watch> due = new LinkedHashMap<>();

    /** True as long as something is due; written under the lock of {@link #due}. */
    private volatile boolean isDue;

    /** How far the search for a key's events has come. Owned by the writer. */
    private Optional<Place> place = Optional.empty();

    /** Lets whoever banned something see when it is gone, or banned no more. Thread-safe. */
    public record Watch(CountDownLatch gone) {
        /** Waits so long at most; true when it is over. */
        public boolean await(Duration patience) throws InterruptedException {
            return gone.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        }

        boolean isOver() {
            return gone.getCount() == 0;
        }
    }

    /** An event, or all events of a key. */
    private record Target(Rows<Bytes32> rows, Bytes32 name) {
        Write put() {
            return new Write.Put(rows.row(name), new byte[0]);
        }

        Write delete() {
            return new Write.Delete(rows.row(name));
        }
    }

    /**
     * Events come newest first, and behind those that are gone there are as many deleted rows: the next search must not
     * begin there.
     */
    private record Place(Target target, long until) {}

    Purge(Table table, int step) {
        this.table = table;
        this.step = step;
        load(Rows.DUE_EVENTS);
        load(Rows.DUE_PUBKEYS);
    }

    private void load(Rows<Bytes32> rows) {
        byte[] from = rows.prefix();
        List<Table.Entry> page = table.scan(rows.prefix(), from, PAGE);
        while (!page.isEmpty()) {
            page.forEach(row -> begin(new Target(rows, rows.key(row.key()))));
            from = rows.behind(rows.key(page.getLast().key()));
            page = table.scan(rows.prefix(), from, PAGE);
        }
    }

    /** What has to be written with the ban of a key. */
    static Write ofPubkey(Bytes32 pubkey) {
        return new Target(Rows.DUE_PUBKEYS, pubkey).put();
    }

    /** What has to be written with the ban of an event. */
    static Write ofEvent(Bytes32 id) {
        return new Target(Rows.DUE_EVENTS, id).put();
    }

    /** What has to be written when a key is banned no more. */
    static Write noMoreOfPubkey(Bytes32 pubkey) {
        return new Target(Rows.DUE_PUBKEYS, pubkey).delete();
    }

    /** What has to be written when an event is banned no more. */
    static Write noMoreOfEvent(Bytes32 id) {
        return new Target(Rows.DUE_EVENTS, id).delete();
    }

    /** The ban of a key is written: its events go. */
    Watch beginPubkey(Bytes32 pubkey) {
        return begin(new Target(Rows.DUE_PUBKEYS, pubkey));
    }

    /** The ban of an event is written: it goes. */
    Watch beginEvent(Bytes32 id) {
        return begin(new Target(Rows.DUE_EVENTS, id));
    }

    void endPubkey(Bytes32 pubkey) {
        end(new Target(Rows.DUE_PUBKEYS, pubkey));
    }

    void endEvent(Bytes32 id) {
        end(new Target(Rows.DUE_EVENTS, id));
    }

    private Watch begin(Target target) {
        synchronized (due) {
            isDue = true;
            return due.computeIfAbsent(target, fresh -> new Watch(new CountDownLatch(1)));
        }
    }

    private void end(Target target) {
        Optional<Watch> done;
        synchronized (due) {
            done = Optional.ofNullable(due.remove(target));
            isDue = !due.isEmpty();
        }
        done.ifPresent(watch -> watch.gone().countDown());
    }

    /** True when there is work for {@link #step}. */
    public boolean isDue() {
        return isDue;
    }

    /** Removes some of what is due. On the writer's thread. */
    public Commit step(EventStore store) {
        Optional<Target> first;
        synchronized (due) {
            first = due.keySet().stream().findFirst();
        }
        return first.map(target -> step(store, target)).orElseGet(() -> new Commit(List.of(), List.of()));
    }

    private Commit step(EventStore store, Target target) {
        Set<Bytes32> ids = target.rows().equals(Rows.DUE_EVENTS) ? Set.of(target.name()) : someEventsOf(store, target);
        Commit commit = ids.isEmpty() ? new Commit(List.of(), List.of()) : store.remove(ids, Removal.MODERATED);
        if (ids.size() < step) {
            table.write(List.of(target.delete()));
            end(target);
        }
        return commit;
    }

    private Set<Bytes32> someEventsOf(EventStore store, Target target) {
        Set<Bytes32> ids = new LinkedHashSet<>();
        long until = place.filter(known -> known.target().equals(target))
                .map(Place::until)
                .orElse(Long.MAX_VALUE);
        Filter filter =
                Filter.builder().authors(target.name()).until(until).limit(step).build();
        try (Snapshot snapshot = store.snapshot();
                EventCursor events = snapshot.find(List.of(filter))) {
            for (Optional<StoredEvent> next = events.next(); next.isPresent(); next = events.next()) {
                ids.add(next.get().header().id());
                until = next.get().header().createdAt();
            }
        }
        place = ids.size() < step ? Optional.empty() : Optional.of(new Place(target, until));
        return ids;
    }
}
