package dev.souk.marketplace.ledger;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.util.List;
import java.util.Optional;

/**
 * Rows that belong to an id, {@code family id member}, and how many there are, {@code counters id}: for most ids there
 * are none, and to learn that costs one lookup instead of a search. Lives in a {@link WriteSet}.
 */
final class Groups {
    private final WriteSet set;
    private final byte family;
    private final byte counters;

    Groups(WriteSet set, byte family, byte counters) {
        this.set = set;
        this.family = family;
        this.counters = counters;
    }

    Optional<byte[]> get(Bytes32 group, Bytes32 member) {
        return set.get(Keys.of(family, group, member));
    }

    boolean has(Bytes32 group, Bytes32 member) {
        return set.has(Keys.of(family, group, member));
    }

    /** How many members the group has. */
    long size(Bytes32 group) {
        return set.number(Keys.of(counters, group), 0);
    }

    /** At most {@code max} members with their values. */
    List<Table.Entry> members(Bytes32 group, int max) {
        return size(group) == 0 ? List.of() : set.scan(Keys.of(family, group), max);
    }

    void put(Bytes32 group, Bytes32 member, byte[] value) {
        byte[] key = Keys.of(family, group, member);
        if (!set.has(key)) {
            count(group, size(group) + 1);
        }
        set.put(key, value);
    }

    void delete(Bytes32 group, Bytes32 member) {
        byte[] key = Keys.of(family, group, member);
        if (set.has(key)) {
            set.delete(key);
            count(group, size(group) - 1);
        }
    }

    private void count(Bytes32 group, long size) {
        byte[] key = Keys.of(counters, group);
        if (size == 0) {
            set.delete(key);
        } else {
            set.putNumber(key, size);
        }
    }
}
