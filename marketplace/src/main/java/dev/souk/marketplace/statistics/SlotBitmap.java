package dev.souk.marketplace.statistics;

import java.util.BitSet;

/**
 * In which of the 288 slots of five minutes of one day (UTC) a provider was heard of. It only ever grows, so the order
 * and the number of the signs do not matter. Immutable.
 *
 * <p>Stored as 36 bytes: slot n is bit n % 8, lowest first, of byte n / 8.
 */
public final class SlotBitmap {
    /** The length of a slot. */
    public static final long SLOT_SECONDS = 300;

    /** The slots of a day. */
    public static final int SLOTS = 288;

    /** A day of silence. */
    public static final SlotBitmap SILENT = new SlotBitmap(new BitSet());

    static final int SIZE = SLOTS / Byte.SIZE;

    private static final long DAY_SECONDS = SLOTS * SLOT_SECONDS;

    private final BitSet slots;

    private SlotBitmap(BitSet slots) {
        this.slots = slots;
    }

    /** The day that {@code atSeconds} falls on, counted from 1970. */
    public static long dayOf(long atSeconds) {
        return Math.floorDiv(atSeconds, DAY_SECONDS);
    }

    /** The slot of its day that {@code atSeconds} falls into. */
    static int slotOf(long atSeconds) {
        return (int) (Math.floorMod(atSeconds, DAY_SECONDS) / SLOT_SECONDS);
    }

    /** The same, and heard of at {@code atSeconds}; this very object when that is no news. */
    public SlotBitmap with(long atSeconds) {
        int slot = slotOf(atSeconds);
        if (slots.get(slot)) {
            return this;
        }
        BitSet more = (BitSet) slots.clone();
        more.set(slot);
        return new SlotBitmap(more);
    }

    /** What either of them heard. */
    public SlotBitmap or(SlotBitmap other) {
        BitSet both = (BitSet) slots.clone();
        both.or(other.slots);
        return new SlotBitmap(both);
    }

    /** How many slots are set. */
    public int count() {
        return slots.cardinality();
    }

    /** How many slots are set from {@code from} on and before {@code to}. */
    int count(int from, int to) {
        return slots.get(from, to).cardinality();
    }

    /** The 36 bytes. */
    public byte[] encode() {
        byte[] bytes = new byte[SIZE];
        byte[] filled = slots.toByteArray();
        System.arraycopy(filled, 0, bytes, 0, filled.length);
        return bytes;
    }

    /**
     * What {@link #encode} wrote.
     *
     * @throws UnreadableRowException when it did not
     */
    public static SlotBitmap decode(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new UnreadableRowException("cannot read the slots of a day from " + bytes.length + " bytes");
        }
        return new SlotBitmap(BitSet.valueOf(bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotBitmap that && slots.equals(that.slots);
    }

    @Override
    public int hashCode() {
        return slots.hashCode();
    }

    @Override
    public String toString() {
        return slots.toString();
    }
}
