package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.statistics.TypeNames;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types in the order in which they were asked for last, the newest first. There are two such lists: of the types that
 * jobs count under, and of the kinds of their requests, as types {@code k:<kind>}. Lives in a {@link WriteSet}.
 */
final class TypeList {
    private static final long NEVER = Long.MIN_VALUE;

    private final WriteSet set;
    private final byte family;
    private final byte order;
    private final int max;

    /** When types were asked for last, of those that were looked up; {@link #NEVER} for those that are not listed. */
    private final Map<JobType, Long> known = new HashMap<>();

    private TypeList(WriteSet set, byte family, byte order, int max) {
        this.set = set;
        this.family = family;
        this.order = order;
        this.max = max;
    }

    /** The types that jobs count under, at most {@code max} of them by name. */
    static TypeList types(WriteSet set, int max) {
        return new TypeList(set, Keys.TYPE, Keys.TYPE_ORDER, max);
    }

    /** The kinds of requests; a dialect has a bounded number of them. */
    static TypeList kinds(WriteSet set) {
        return new TypeList(set, Keys.KIND, Keys.KIND_ORDER, Integer.MAX_VALUE);
    }

    /** The type that counts for {@code type}: itself, unless there are too many. */
    JobType counted(JobType type) {
        boolean isKnown = type.equals(JobType.OTHER) || last(type) != NEVER;
        return isKnown ? type : TypeNames.countedAs(type, false, (int) set.number(Keys.counter(family), 0), max);
    }

    private long last(JobType type) {
        return known.computeIfAbsent(type, unknown -> set.number(Keys.of(family, unknown.name()), NEVER));
    }

    /** Frees the memory of what was looked up. */
    void forget() {
        known.clear();
    }

    /** Somebody asked for it at {@code at}, Unix seconds. */
    void asked(JobType type, long at) {
        long last = last(type);
        if (last == NEVER) {
            set.putNumber(Keys.counter(family), set.number(Keys.counter(family), 0) + 1);
        } else if (at > last) {
            set.delete(row(last, type));
        }
        if (at > last) {
            known.put(type, at);
            set.putNumber(Keys.of(family, type.name()), at);
            set.mark(row(at, type));
        }
    }

    private byte[] row(long at, JobType type) {
        return Keys.of(order, Keys.inverted(Math.max(0, at)), type.name());
    }

    /**
     * Some types of the list.
     *
     * @param next where those begin that were asked for before them; nothing when there are none that are asked for
     */
    record Page(List<JobType> types, Optional<byte[]> next) {}

    /** Types asked for at or after {@code since}, at most {@code most}, from the start of the list. */
    Page askedSince(long since, int most) {
        return askedSince(new byte[] {order}, since, most);
    }

    /** The same, from where a page before ended. */
    Page askedSince(byte[] from, long since, int most) {
        List<JobType> types = new ArrayList<>();
        byte[] last = from;
        for (Table.Entry row : set.scan(new byte[] {order}, from, most)) {
            MarketView.TypeRow type = row(row.key());
            if (type.lastAsked() < since) {
                return new Page(types, Optional.empty());
            }
            types.add(type.type());
            last = row.key();
        }
        boolean isMore = types.size() == most;
        return new Page(types, isMore ? Optional.of(Arrays.copyOf(last, last.length + 1)) : Optional.empty());
    }

    /** What stands at a key of the order. */
    static MarketView.TypeRow row(byte[] key) {
        String name = new String(Arrays.copyOfRange(key, 9, key.length), StandardCharsets.UTF_8);
        return new MarketView.TypeRow(
                new JobType(name), Keys.inverted(ByteBuffer.wrap(key).getLong(1)));
    }
}
