package dev.souk.storage.rocksdb;

import dev.souk.protocol.Address;
import dev.souk.protocol.EventHeader;
import dev.souk.storage.StoredEvent;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A row that names an event, as {@link BatchWrite} writes it. Both parts are compared by their bytes.
 *
 * @param family where it stands
 */
record EventRow(Family family, ByteBuffer key, ByteBuffer value) {
    /** The first byte of the rows among the rules that name an event. */
    static final byte LATEST = 'r';

    static EventRow of(Family family, byte[] key, byte[] value) {
        return new EventRow(family, ByteBuffer.wrap(key), ByteBuffer.wrap(value));
    }

    /** All rows that there must be for a stored event. */
    static Set<EventRow> of(StoredEvent stored) {
        EventHeader event = stored.header();
        long number = stored.sequence();
        Set<EventRow> rows = new LinkedHashSet<>();
        byte[] place = ByteBuffer.allocate(16)
                .putLong(number)
                .putLong(event.createdAt())
                .array();
        rows.add(of(Family.IDS, event.id().toBytes(), place));
        for (byte[] key : IndexRows.of(event, number)) {
            rows.add(of(Family.INDEX, key, Keys.NOTHING));
        }
        if (event.expiration() != EventHeader.NEVER) {
            rows.add(of(Family.EXPIRATIONS, Keys.expiration(event.expiration(), number), Keys.NOTHING));
        }
        Optional<Address> address = Address.of(event);
        address.ifPresent(named -> rows.add(of(
                Family.RULES,
                Keys.latest(named),
                Keys.put(ByteBuffer.allocate(48).putLong(number).putLong(event.createdAt()), event.id())
                        .array())));
        return rows;
    }

    /** The number of the event that it names; 0, which none has, when it is too short to name one. */
    long number() {
        return switch (family) {
            case IDS, RULES -> value.limit() < Long.BYTES ? 0 : value.getLong(0);
            default -> key.limit() < Long.BYTES ? 0 : key.getLong(key.limit() - Long.BYTES);
        };
    }

    @Override
    public String toString() {
        return family.wireName() + (family == Family.INDEX ? " '" + (char) key.get(0) + "'" : "");
    }
}
