package dev.souk.relay.negentropy;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.relay.extension.FeedFollower;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.storage.Change;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Keeps the stored sets up with the store, on the thread {@code ext-negentropy}. Changes are gathered, and written about
 * once a second, or as soon as somebody waits for them: so the upper nodes of the trees are not written for every event.
 *
 * <p>What is gathered says of each item in which sets it belongs, not what is to be added or taken away; the difference is
 * made when it is written, by a look into the table. So nothing is lost or counted twice, whatever was shown before, and a
 * removal of what was never shown comes to nothing.
 */
final class SetFeed implements FeedFollower {
    /** So many items are gathered at most, before a page more comes. */
    private static final int MAX_GATHERED = 4_000;

    private static final int EXPIRED_AT_ONCE = 1_000;

    /** Where an item belongs: a bit for each set. */
    private record Membership(int sets, long expiration) {
        static final Membership NONE = new Membership(0, EventHeader.NEVER);

        boolean isIn(int set) {
            return (sets >>> set & 1) != 0;
        }
    }

    /** Somebody who needs to see all changes up to one. */
    private record Waiting(Object who, long sequence, Runnable task) {}

    private final List<Filter> filters;
    private final PrivateKinds privateKinds;
    private final Table table;
    private final InstantSource clock;
    private final TreeMap<Bound, Membership> gathered = new TreeMap<>();

    /** Added to by any thread, under its lock, and served by the feed's. */
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();

    private long lastWriteNanos = System.nanoTime();
    private volatile long fed;

    SetFeed(List<Filter> filters, PrivateKinds privateKinds, Table table, InstantSource clock) {
        this.filters = filters;
        this.privateKinds = privateKinds;
        this.table = table;
        this.clock = clock;
        this.fed = table.get(Keys.FEED)
                .map(value -> ByteBuffer.wrap(value).getLong())
                .orElse(0L);
    }

    /** The last change that it has been shown. Any thread. */
    long fed() {
        return fed;
    }

    /**
     * Has {@code task} run once the table shows all changes up to {@code sequence}, and nothing that has expired before.
     * False when {@code maxWaiting} tasks wait already: then it is not. Any thread; the task is short, and runs on the
     * feed's.
     *
     * @param who may no longer want it, by {@link #forget}
     */
    boolean whenFed(long sequence, Object who, Runnable task, int maxWaiting) {
        synchronized (waiting) {
            return waiting.size() < maxWaiting && waiting.add(new Waiting(who, sequence, task));
        }
    }

    /** Drops what was to be done for {@code who}, unless it has begun. Any thread. */
    void forget(Object who) {
        waiting.removeIf(task -> task.who().equals(who));
    }

    @Override
    public void changes(RelayAccess.Page page) {
        if (page.startsAnew()) {
            gathered.clear();
            table.write(forgetting());
        }
        page.changes().forEach(this::gather);
        fed = page.next();
        if (gathered.size() >= MAX_GATHERED || isAwaited()) {
            write();
            serve();
        }
    }

    /** All that is kept goes. */
    static List<Table.Write> forgetting() {
        return List.of(
                new Table.Write.DeletePrefix(new byte[] {Keys.ITEM}),
                new Table.Write.DeletePrefix(new byte[] {Keys.NODE}),
                new Table.Write.DeletePrefix(new byte[] {Keys.EXPIRING}),
                new Table.Write.Delete(Keys.FEED));
    }

    private void gather(Change change) {
        switch (change) {
            case Change.Stored(var event) -> {
                EventHeader header = event.header();
                gathered.put(new Bound(header.createdAt(), header.id()), membership(header));
            }
            case Change.Removed removed -> {
                if (removed.createdAt() != Change.Removed.UNKNOWN_TIME) {
                    gathered.put(new Bound(removed.createdAt(), removed.id()), Membership.NONE);
                }
            }
        }
    }

    private Membership membership(EventHeader event) {
        if (privateKinds.contains(event.kind())) {
            return Membership.NONE;
        }
        int sets = 0;
        for (int set = 0; set < filters.size(); set++) {
            sets |= filters.get(set).matches(event) ? 1 << set : 0;
        }
        return new Membership(sets, event.expiration());
    }

    @Override
    public Duration idle() {
        if (isAwaited() || System.nanoTime() - lastWriteNanos >= MAX_SLEEP.toNanos()) {
            write();
            expire();
            serve();
        }
        return MAX_SLEEP;
    }

    private boolean isAwaited() {
        Waiting first = waiting.peek();
        return first != null && first.sequence() <= fed;
    }

    private void serve() {
        if (isAwaited()) {
            expire();
        }
        for (Waiting first = waiting.peek(); first != null && first.sequence() <= fed; first = waiting.peek()) {
            // It may have been forgotten meanwhile, and the one behind it may have to wait.
            if (waiting.remove(first)) {
                first.task().run();
            }
        }
    }

    private void write() {
        lastWriteNanos = System.nanoTime();
        if (!gathered.isEmpty()) {
            List<Table.Write> writes = new ArrayList<>();
            for (int set = 0; set < filters.size(); set++) {
                writes.addAll(differences(set));
            }
            gathered.forEach((item, membership) -> expiration(item, membership).ifPresent(writes::add));
            writes.add(new Table.Write.Put(
                    Keys.FEED, ByteBuffer.allocate(Long.BYTES).putLong(fed).array()));
            table.write(writes);
            gathered.clear();
        }
    }

    /** What has to be written, so that one set has what belongs in it. */
    private List<Table.Write> differences(int set) {
        NavigableMap<Bound, Boolean> changes = new TreeMap<>();
        List<Table.Write> writes = new ArrayList<>();
        gathered.forEach((item, membership) -> {
            byte[] key = Keys.item(set, item);
            boolean belongs = membership.isIn(set);
            if (belongs != table.get(key).isPresent()) {
                changes.put(item, belongs);
                writes.add(belongs ? new Table.Write.Put(key, value(membership)) : new Table.Write.Delete(key));
            }
        });
        writes.addAll(new SumTree(table, set).change(changes));
        return writes;
    }

    private static byte[] value(Membership membership) {
        return membership.expiration() == EventHeader.NEVER
                ? Keys.NOTHING
                : ByteBuffer.allocate(Long.BYTES)
                        .putLong(membership.expiration())
                        .array();
    }

    /** Notes when the item expires, or that it no longer does. */
    private Optional<Table.Write> expiration(Bound item, Membership membership) {
        if (membership.sets() != 0) {
            return membership.expiration() == EventHeader.NEVER
                    ? Optional.empty()
                    : Optional.of(new Table.Write.Put(Keys.expiring(membership.expiration(), item), Keys.NOTHING));
        }
        for (int set = 0; set < filters.size(); set++) {
            Optional<byte[]> kept = table.get(Keys.item(set, item)).filter(value -> value.length > 0);
            if (kept.isPresent()) {
                return Optional.of(new Table.Write.Delete(
                        Keys.expiring(ByteBuffer.wrap(kept.get()).getLong(), item)));
            }
        }
        return Optional.empty();
    }

    /** Takes out what has expired, whether or not it was swept: that its removal comes later does no harm. */
    private void expire() {
        long now = clock.instant().getEpochSecond();
        byte[] prefix = {Keys.EXPIRING};
        while (true) {
            List<Table.Entry> due = table.scan(prefix, prefix, EXPIRED_AT_ONCE).stream()
                    .takeWhile(entry -> Keys.expiration(entry.key()) <= now)
                    .toList();
            if (due.isEmpty()) {
                return;
            }
            due.forEach(entry -> gathered.put(Keys.place(entry.key()), Membership.NONE));
            write();
        }
    }
}
