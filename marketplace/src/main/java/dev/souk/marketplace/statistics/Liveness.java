package dev.souk.marketplace.statistics;

import java.util.OptionalInt;
import java.util.function.LongFunction;

/** Uptime as it was measured, not as it was claimed: the share of slots in which a provider was heard of. */
public final class Liveness {
    /** So far back uptime is looked at. */
    public static final int DAYS = 30;

    private Liveness() {}

    /**
     * In how many of a thousand slots the provider was heard of, rounded down: from the slot in which it was first seen,
     * at most {@link #DAYS} back, up to the slot before the running one, which may still hear of it. Nothing for who was
     * first seen in the running slot.
     *
     * @param byDay the slots of a day, counted from 1970; {@link SlotBitmap#SILENT} when there are none
     */
    public static OptionalInt permille(long firstSeenSeconds, long nowSeconds, LongFunction<SlotBitmap> byDay) {
        long end = Math.floorDiv(nowSeconds, SlotBitmap.SLOT_SECONDS);
        long start = Math.max(
                Math.floorDiv(firstSeenSeconds, SlotBitmap.SLOT_SECONDS), end - (long) DAYS * SlotBitmap.SLOTS);
        if (start >= end) {
            return OptionalInt.empty();
        }
        long heard = 0;
        long lastDay = Math.floorDiv(end - 1, SlotBitmap.SLOTS);
        for (long day = Math.floorDiv(start, SlotBitmap.SLOTS); day <= lastDay; day++) {
            long first = day * SlotBitmap.SLOTS;
            int from = (int) Math.max(0, start - first);
            int to = (int) Math.min(SlotBitmap.SLOTS, end - first);
            heard += byDay.apply(day).count(from, to);
        }
        return OptionalInt.of((int) (1_000 * heard / (end - start)));
    }
}
