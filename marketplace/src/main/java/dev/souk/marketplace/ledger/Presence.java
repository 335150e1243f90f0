package dev.souk.marketplace.ledger;

import dev.souk.marketplace.statistics.SlotBitmap;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Optional;

/** When providers gave a sign of life, in slots of five minutes. Lives in a {@link WriteSet}. */
final class Presence {
    private final WriteSet set;

    Presence(WriteSet set) {
        this.set = set;
    }

    /**
     * A sign of life at {@code at}, Unix seconds. Slots are filled by what came live only: what is imported, or dated
     * back, cannot prove that anybody was there.
     */
    void seen(Bytes32 pubkey, long at, boolean isLive) {
        byte[] seenKey = Keys.of(Keys.SEEN, pubkey);
        Seen seen = set.get(seenKey).map(Seen::decode).orElse(new Seen(at, at));
        Seen wider = new Seen(Math.min(seen.first(), at), Math.max(seen.last(), at));
        if (!wider.equals(seen) || !set.has(seenKey)) {
            set.put(seenKey, wider.encode());
        }
        if (!isLive) {
            return;
        }
        byte[] slotsKey = Keys.slots(pubkey, SlotBitmap.dayOf(at));
        SlotBitmap slots = set.get(slotsKey).map(SlotBitmap::decode).orElse(SlotBitmap.SILENT);
        SlotBitmap marked = slots.with(at);
        if (!marked.equals(slots)) {
            set.put(slotsKey, marked.encode());
        }
    }

    static Optional<Seen> seen(Table table, Bytes32 pubkey) {
        return table.get(Keys.of(Keys.SEEN, pubkey)).map(Seen::decode);
    }

    /** The slots of one day. */
    static SlotBitmap slots(Table table, Bytes32 pubkey, long day) {
        return table.get(Keys.slots(pubkey, day)).map(SlotBitmap::decode).orElse(SlotBitmap.SILENT);
    }

    /** The first and the last sign of life, Unix seconds. */
    record Seen(long first, long last) {
        byte[] encode() {
            return ByteBuffer.allocate(16).putLong(first).putLong(last).array();
        }

        static Seen decode(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new Seen(in.getLong(), in.getLong());
        }
    }
}
