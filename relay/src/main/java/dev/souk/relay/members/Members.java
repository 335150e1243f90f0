package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import dev.souk.storage.Table.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who belongs to this relay, and which roles there are (NIP-43). Kept in a table, read from memory. Thread-safe: reading
 * takes no lock and never waits; changing takes a lock, and waits until the change is durable.
 *
 * <p>Bounded: so many members, and {@link #MAX_ROLES} roles; one more is a {@link MembersFullException}. When the disk
 * fails a change is a {@link dev.souk.storage.StorageException}, and nothing has changed in memory.
 */
public final class Members {
    /** Roles that are kept. */
    public static final int MAX_ROLES = 100;

    /** Changes that wait to be announced; what changes while so many wait shows in the list of members only. */
    static final int MAX_NEWS = 1_000;

    private final Table table;
    private final InstantSource clock;
    private final IntSupplier maxMembers;

    /** Like {@link #roles} changed under the lock of this object, once the change is durable, and read by anybody. */
    private final NavigableMap<Bytes32, Member> members = new ConcurrentSkipListMap<>();

    private final NavigableMap<String, Role> roles = new ConcurrentSkipListMap<>();

    /** Guarded by the lock of this object; the oldest first. */
    private final Set<Announcement> news = new LinkedHashSet<>();

    /** Called without the lock. */
    private volatile Runnable onChange = () -> {};

    private Members(Table table, InstantSource clock, IntSupplier maxMembers) {
        this.table = table;
        this.clock = clock;
        this.maxMembers = maxMembers;
    }

    /** Reads the members that are kept in {@code table}, which nobody else may change from now on. */
    public static Members open(Table table, InstantSource clock, IntSupplier maxMembers) {
        Members opened = new Members(table, clock, maxMembers);
        Rows.members(table).forEach(member -> opened.members.put(member.pubkey(), member));
        Rows.roles(table).forEach(role -> opened.roles.put(role.id(), role));
        opened.news.addAll(Rows.news(table));
        return opened;
    }

    /** The member who holds this key. */
    public Optional<Member> member(Bytes32 pubkey) {
        return Optional.ofNullable(members.get(pubkey));
    }

    /** True when the holder of this key belongs here. */
    public boolean contains(Bytes32 pubkey) {
        return members.containsKey(pubkey);
    }

    /** Says who belongs here, or is one of these, who may change at any time. */
    public Predicate<Bytes32> orAmong(Supplier<Set<Bytes32>> others) {
        return pubkey -> contains(pubkey) || others.get().contains(pubkey);
    }

    /** How many there are. */
    public int size() {
        return members.size();
    }

    /** At most {@code max} members in the order of their keys, those behind {@code after}. */
    public List<Member> page(Optional<Bytes32> after, int max) {
        NavigableMap<Bytes32, Member> rest =
                after.map(pubkey -> members.tailMap(pubkey, false)).orElse(members);
        return rest.values().stream().limit(max).toList();
    }

    /** All of them in the order of their keys; changes that come meanwhile may show or not. */
    Stream<Member> stream() {
        return members.values().stream();
    }

    /** Where they are kept, and what belongs to them. */
    Table table() {
        return table;
    }

    /** False when it was one already. */
    public boolean add(Bytes32 pubkey, String reason) {
        return add(List.of(pubkey), reason) == 1;
    }

    /** The same for many at once; returns how many are new. All of them are taken in, or none. */
    public int add(Collection<Bytes32> pubkeys, String reason) {
        return add(pubkeys, reason, List.of());
    }

    /**
     * Takes in the keys that the configuration gives, each of them once: whoever has left since stays out.
     */
    void give(Collection<Bytes32> pubkeys, String reason) {
        List<Bytes32> unknown =
                pubkeys.stream().filter(pubkey -> !Rows.wasGiven(table, pubkey)).toList();
        add(unknown, reason, unknown.stream().map(Rows::putGiven).toList());
    }

    /** The same; {@code more} becomes durable with it, also when nobody is new. */
    int add(Collection<Bytes32> pubkeys, String reason, List<Write> more) {
        List<Member> added;
        synchronized (this) {
            added = pubkeys.stream()
                    .distinct()
                    .filter(pubkey -> !contains(pubkey))
                    .map(pubkey -> new Member(pubkey, reason, Collections.emptySortedSet()))
                    .toList();
            if (!added.isEmpty() && added.size() > maxMembers.getAsInt() - size()) {
                throw new MembersFullException("members", maxMembers.getAsInt());
            }
            List<Write> writes = new ArrayList<>(more);
            added.forEach(member -> writes.add(Rows.put(member)));
            List<Announcement> newest = announcements(added, true);
            newest.forEach(one -> writes.add(Rows.put(one)));
            write(writes);
            added.forEach(member -> members.put(member.pubkey(), member));
            news.addAll(newest);
        }
        changed(!added.isEmpty());
        return added.size();
    }

    /** False when it was none. */
    public boolean remove(Bytes32 pubkey) {
        List<Member> removed;
        synchronized (this) {
            removed = member(pubkey).stream().toList();
            List<Write> writes = new ArrayList<>();
            removed.forEach(member -> writes.add(Rows.delete(member)));
            List<Announcement> newest = announcements(removed, false);
            newest.forEach(one -> writes.add(Rows.put(one)));
            write(writes);
            members.remove(pubkey);
            news.addAll(newest);
        }
        return changed(!removed.isEmpty());
    }

    private List<Announcement> announcements(List<Member> changed, boolean joined) {
        long second = clock.instant().getEpochSecond();
        return changed.stream()
                .limit(MAX_NEWS - news.size())
                .map(member -> new Announcement(second, joined, member.pubkey()))
                .toList();
    }

    /** All roles in the order of their ids. */
    public List<Role> roles() {
        return List.copyOf(roles.values());
    }

    /** Defines a role, or defines it anew. */
    public void put(Role role) {
        synchronized (this) {
            if (!roles.containsKey(role.id()) && roles.size() >= MAX_ROLES) {
                throw new MembersFullException("roles", MAX_ROLES);
            }
            write(List.of(Rows.put(role)));
            roles.put(role.id(), role);
        }
        changed(true);
    }

    /** Takes a role from all who have it, and forgets it. False when there was none. */
    public boolean removeRole(String id) {
        boolean wasThere;
        synchronized (this) {
            Optional<Role> role = Optional.ofNullable(roles.get(id));
            List<Member> fewer = role.stream()
                    .flatMap(gone -> members.values().stream())
                    .filter(member -> member.roles().contains(id))
                    .map(member -> member.without(id))
                    .toList();
            List<Write> writes = new ArrayList<>();
            role.ifPresent(gone -> writes.add(Rows.delete(gone)));
            fewer.forEach(member -> writes.add(Rows.put(member)));
            write(writes);
            fewer.forEach(member -> members.put(member.pubkey(), member));
            wasThere = roles.remove(id) != null;
        }
        return changed(wasThere);
    }

    /** False when there is no such member or role, or when it has it already. */
    public boolean assign(Bytes32 pubkey, String roleId) {
        boolean isNew;
        synchronized (this) {
            isNew = roles.containsKey(roleId)
                    && replace(member(pubkey)
                            .filter(member -> !member.roles().contains(roleId))
                            .map(member -> member.with(roleId)));
        }
        return changed(isNew);
    }

    /** False when it did not have it. */
    public boolean unassign(Bytes32 pubkey, String roleId) {
        boolean wasThere;
        synchronized (this) {
            wasThere = replace(member(pubkey)
                    .filter(member -> member.roles().contains(roleId))
                    .map(member -> member.without(roleId)));
        }
        return changed(wasThere);
    }

    private boolean replace(Optional<Member> changed) {
        changed.ifPresent(member -> {
            write(List.of(Rows.put(member)));
            members.put(member.pubkey(), member);
        });
        return changed.isPresent();
    }

    private void write(List<Write> writes) {
        if (!writes.isEmpty()) {
            table.writeDurably(writes);
        }
    }

    private boolean changed(boolean hasChanged) {
        if (hasChanged) {
            onChange.run();
        }
        return hasChanged;
    }

    /** Has {@code action} run after each change, on the thread that made it: it must be short. */
    void onChange(Runnable action) {
        onChange = action;
    }

    /** The oldest changes that are not announced yet. */
    synchronized List<Announcement> news(int max) {
        return news.stream().limit(max).toList();
    }

    /** Forgets a change that was announced; not durably, as to announce it once more changes nothing. */
    synchronized void announced(Announcement one) {
        table.write(List.of(Rows.delete(one)));
        news.remove(one);
    }
}
