package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.statistics.TypeNames;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Types in the order in which they were asked for last, the newest first. There are two such lists: of the types that
 * jobs count under, and of the kinds of their requests, as types {@code k:<kind>}. Lives in a {@link WriteSet}.
 */
final class TypeList {
    private final WriteSet set;
    private final byte family;
    private final byte order;
    private final int max;

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
        boolean isKnown = type.equals(JobType.OTHER) || set.has(Keys.of(family, type.name()));
        return TypeNames.countedAs(type, isKnown, (int) set.number(Keys.counter(family), 0), max);
    }

    /** Somebody asked for it at {@code at}, Unix seconds. */
    void asked(JobType type, long at) {
        byte[] key = Keys.of(family, type.name());
        long last = set.number(key, Long.MIN_VALUE);
        if (last == Long.MIN_VALUE) {
            set.putNumber(Keys.counter(family), set.number(Keys.counter(family), 0) + 1);
        } else if (at > last) {
            set.delete(row(last, type));
        }
        if (at > last) {
            set.putNumber(key, at);
            set.mark(row(at, type));
        }
    }

    private byte[] row(long at, JobType type) {
        return Keys.of(order, Keys.inverted(Math.max(0, at)), type.name());
    }

    /** Types asked for at or after {@code since}, at most {@code most}. */
    List<JobType> askedSince(long since, int most) {
        List<JobType> types = new ArrayList<>();
        for (Table.Entry row : set.scan(new byte[] {order}, most)) {
            MarketView.TypeRow type = row(row.key());
            if (type.lastAsked() < since) {
                break;
            }
            types.add(type.type());
        }
        return types;
    }

    /** What stands at a key of the order. */
    static MarketView.TypeRow row(byte[] key) {
        String name = new String(Arrays.copyOfRange(key, 9, key.length), StandardCharsets.UTF_8);
        return new MarketView.TypeRow(
                new JobType(name), Keys.inverted(ByteBuffer.wrap(key).getLong(1)));
    }
}
