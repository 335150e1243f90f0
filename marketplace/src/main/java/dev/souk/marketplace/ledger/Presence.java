package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.statistics.Liveness;
import dev.souk.marketplace.statistics.SlotBitmap;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * When providers gave a sign of life, in slots of five minutes, which are kept for {@link #KEPT_DAYS} days. Of more than so
 * many people the one who has been silent for the most days is forgotten. Lives in a {@link WriteSet}.
 */
final class Presence {
    /** Whoever asks looks {@link Liveness#DAYS} back, and not at whole days. */
    static final int KEPT_DAYS = Liveness.DAYS + 1;

    /** A person has no more days than these, and one that is new. */
    private static final int MAX_DAYS = KEPT_DAYS + 2;

    private static final long DAY_SECONDS = 86_400;

    private static final byte[] PEOPLE = Keys.counter(Keys.SEEN);

    private final WriteSet set;
    private final long max;
    private final LedgerMeters meters;

    Presence(WriteSet set, long max, LedgerMeters meters) {
        this.set = set;
        this.max = max;
        this.meters = meters;
    }

    /**
     * A sign of life. Slots are filled by what came live only: what is imported, or dated back, cannot prove that anybody
     * was there. {@code isProviders} tells that only providers give such a sign.
     */
    void seen(Source sign, boolean isProviders) {
        Bytes32 pubkey = sign.author();
        long at = sign.at();
        byte[] seenKey = Keys.of(Keys.SEEN, pubkey);
        Optional<Seen> known = set.get(seenKey).map(Seen::decode);
        Seen seen = known.map(times -> times.with(at, isProviders)).orElse(new Seen(at, at, isProviders));
        if (!known.equals(Optional.of(seen))) {
            set.put(seenKey, seen.encode());
            place(pubkey, known.map(Seen::last), seen.last());
        }
        if (sign.isLive() && set.has(seenKey)) {
            mark(pubkey, at);
        }
        if (isProviders) {
            new Roster(set).refresh(pubkey);
        }
    }

    /** Keeps the order of people by the day of their last sign. */
    private void place(Bytes32 pubkey, Optional<Long> before, long last) {
        byte[] place = place(pubkey, last);
        Optional<byte[]> old = before.map(time -> place(pubkey, time));
        if (old.filter(known -> Arrays.equals(known, place)).isPresent()) {
            return;
        }
        old.ifPresent(set::delete);
        set.mark(place);
        if (old.isEmpty()) {
            makeRoom();
        }
    }

    /** There is one more; when that is one too many, the one who was silent longest goes. */
    private void makeRoom() {
        long people = set.number(PEOPLE, 0) + 1;
        set.putNumber(PEOPLE, people);
        if (people > max) {
            set.scan(new byte[] {Keys.SEEN_ORDER}, 1).forEach(row -> forget(row.key()));
        }
    }

    private static byte[] place(Bytes32 pubkey, long last) {
        return Keys.of(Keys.SEEN_ORDER, day(last), pubkey);
    }

    /** The day of a time, counted from 1970. */
    static long day(long seconds) {
        return Math.floorDiv(seconds, DAY_SECONDS);
    }

    /** Forgets a person who has not been seen since. */
    void vanished(Bytes32 pubkey, long upTo) {
        set.get(Keys.of(Keys.SEEN, pubkey))
                .map(Seen::decode)
                .filter(seen -> seen.last() <= upTo)
                .ifPresent(seen -> remove(place(pubkey, seen.last())));
    }

    private void forget(byte[] place) {
        remove(place);
        meters.dropped(Bound.PEOPLE);
    }

    private void remove(byte[] place) {
        Bytes32 pubkey = Keys.idAtEnd(place);
        set.delete(place);
        set.delete(Keys.of(Keys.SEEN, pubkey));
        set.scan(Keys.of(Keys.SLOTS, pubkey), MAX_DAYS).forEach(row -> set.delete(row.key()));
        set.putNumber(PEOPLE, set.number(PEOPLE, 0) - 1);
        new Roster(set).refresh(pubkey);
    }

    private void mark(Bytes32 pubkey, long at) {
        byte[] slotsKey = Keys.slots(pubkey, SlotBitmap.dayOf(at));
        if (!set.has(slotsKey)) {
            prune(pubkey, SlotBitmap.dayOf(at));
        }
        SlotBitmap slots = set.get(slotsKey).map(SlotBitmap::decode).orElse(SlotBitmap.SILENT);
        SlotBitmap marked = slots.with(at);
        if (!marked.equals(slots)) {
            set.put(slotsKey, marked.encode());
        }
    }

    /** With the first sign of a day, days go that nobody asks for any more. */
    private void prune(Bytes32 pubkey, long day) {
        byte[] end = Keys.slots(pubkey, day - KEPT_DAYS);
        set.scan(Keys.of(Keys.SLOTS, pubkey), MAX_DAYS).stream()
                .map(Table.Entry::key)
                .filter(key -> Arrays.compareUnsigned(key, end) < 0)
                .forEach(set::delete);
    }

    static Optional<Seen> seen(Table table, Bytes32 pubkey) {
        return table.get(Keys.of(Keys.SEEN, pubkey)).map(Seen::decode);
    }

    /** The slots of one day. */
    static SlotBitmap slots(Table table, Bytes32 pubkey, long day) {
        return table.get(Keys.slots(pubkey, day)).map(SlotBitmap::decode).orElse(SlotBitmap.SILENT);
    }

    /**
     * The first and the last sign of life, Unix seconds.
     *
     * @param isProvider one of them was such as only providers give
     */
    record Seen(long first, long last, boolean isProvider) {
        Seen with(long at, boolean isProviders) {
            return new Seen(Math.min(first, at), Math.max(last, at), isProvider || isProviders);
        }

        byte[] encode() {
            return ByteBuffer.allocate(17)
                    .putLong(first)
                    .putLong(last)
                    .put((byte) (isProvider ? 1 : 0))
                    .array();
        }

        /** Rows of versions that did not tell customers apart have the two times only. */
        static Seen decode(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new Seen(in.getLong(), in.getLong(), !in.hasRemaining() || in.get() == 1);
        }
    }
}
