package dev.souk.storage.rocksdb;

import dev.souk.protocol.Address;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.KindClass;
import dev.souk.protocol.Tag;
import dev.souk.storage.Change;
import dev.souk.storage.Removal;
import dev.souk.storage.SaveOutcome;
import dev.souk.storage.StoredEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Decides one batch and collects its writes. What the batch has done so far is kept beside it and asked first, so that
 * an event sees its predecessors although nothing is written yet; everything else is asked of the database, which only
 * this writer changes. Used once, by the writer's thread.
 */
final class BatchWrite {
    private static final int DELETION = 5;
    private static final int VANISH = 62;
    private static final int GIFT_WRAP = 1059;

    private final Database database;
    private final UnreadEvents unread;
    private final VanishedKeys vanished;
    private final long nowSeconds;
    private final BatchBytes batch = new BatchBytes();
    private final List<Change> changes = new ArrayList<>();
    private long sequence;

    /** What this batch did to ids: present with the stored event, or empty when it was removed. */
    private final Map<Bytes32, Optional<StoredEvent>> touched = new HashMap<>();

    /** What this batch did to addresses: their latest version, or empty when there is none any more. */
    private final Map<Address, Optional<Latest>> latest = new HashMap<>();

    private final Map<DeletedId, Boolean> deletedIds = new HashMap<>();
    private final Map<Address, Long> deletedAddresses = new HashMap<>();

    /** Who asks to vanish in this batch, and up to when. */
    private final Map<Bytes32, Long> vanishing = new HashMap<>();

    /** The version that an address shows. */
    private record Latest(long sequence, long createdAt, Bytes32 id) {
        boolean isNotOlderThan(Event event) {
            return createdAt > event.createdAt() || createdAt == event.createdAt() && id.compareTo(event.id()) < 0;
        }
    }

    private record DeletedId(Bytes32 id, Bytes32 author) {}

    BatchWrite(Database database, UnreadEvents unread, VanishedKeys vanished, long sequence, long nowSeconds) {
        this.database = database;
        this.unread = unread;
        this.vanished = vanished;
        this.sequence = sequence;
        this.nowSeconds = nowSeconds;
    }

    /** Decides about one event; see {@link dev.souk.storage.EventStore#save} for the rules. */
    SaveOutcome save(Event event) throws RocksDBException {
        if (KindClass.of(event.kind()) == KindClass.EPHEMERAL) {
            return new SaveOutcome.Ephemeral();
        }
        if (isStored(event.id())) {
            return new SaveOutcome.Duplicate();
        }
        if (event.hasExpired(nowSeconds)) {
            return new SaveOutcome.Expired();
        }
        Optional<Address> address = Address.of(event);
        if (isDeleted(event, address)) {
            return new SaveOutcome.Deleted();
        }
        if (hasVanished(event)) {
            return new SaveOutcome.Vanished();
        }
        Optional<Latest> predecessor = address.isPresent() ? latestAt(address.get()) : Optional.empty();
        if (predecessor.isPresent() && predecessor.get().isNotOlderThan(event)) {
            return new SaveOutcome.Superseded(predecessor.get().id());
        }
        long number = store(event, address);
        if (predecessor.isPresent()) {
            find(predecessor.get().id()).ifPresent(old -> remove(old, Removal.REPLACED));
        }
        if (event.kind() == DELETION) {
            delete(event);
        }
        if (vanished.isRequest(event)) {
            vanished.add(event, batch);
            vanishing.merge(event.pubkey(), event.createdAt(), Math::max);
        }
        return new SaveOutcome.Stored(number);
    }

    /** Removes an event that may or may not be stored. */
    void remove(Bytes32 id, Removal reason) throws RocksDBException {
        Optional<StoredEvent> stored = find(id);
        if (reason == Removal.MODERATED || reason == Removal.VANISHED) {
            Optional<Bytes32> vanished = stored.filter(event -> reason == Removal.VANISHED)
                    .map(event -> event.header().pubkey());
            unread.forget(event -> event.id().equals(id) || vanished.equals(Optional.of(event.pubkey())), batch);
        }
        if (stored.isPresent()) {
            remove(stored.get(), reason);
            forgetLatest(stored.get());
        }
    }

    private boolean isStored(Bytes32 id) throws RocksDBException {
        Optional<StoredEvent> known = touched.get(id);
        return known == null ? database.get(Family.IDS, id.toBytes()) != null : known.isPresent();
    }

    private boolean isDeleted(Event event, Optional<Address> address) throws RocksDBException {
        if (event.kind() == DELETION || event.kind() == VANISH) {
            return false;
        }
        if (isDeleted(event.id(), event.pubkey())) {
            return true;
        }
        if (event.kind() == GIFT_WRAP) {
            for (Bytes32 recipient : recipients(event)) {
                if (isDeleted(event.id(), recipient)) {
                    return true;
                }
            }
        }
        return address.isPresent() && event.createdAt() <= deletedUpTo(address.get());
    }

    private boolean isDeleted(Bytes32 id, Bytes32 author) throws RocksDBException {
        return deletedIds.containsKey(new DeletedId(id, author))
                || database.get(Family.RULES, Keys.deletedId(id, author)) != null;
    }

    private boolean hasVanished(Event event) throws RocksDBException {
        if (event.kind() == VANISH) {
            return false;
        }
        if (event.createdAt() <= vanishedUpTo(event.pubkey())) {
            return true;
        }
        if (event.kind() == GIFT_WRAP) {
            for (Bytes32 recipient : recipients(event)) {
                if (event.createdAt() <= vanishedUpTo(recipient)) {
                    return true;
                }
            }
        }
        return false;
    }

    private long vanishedUpTo(Bytes32 pubkey) throws RocksDBException {
        return Math.max(vanished.upTo(pubkey), vanishing.getOrDefault(pubkey, -1L));
    }

    /** Removes what a request to vanish concerns. */
    void vanish(VanishedKeys.Due due) throws RocksDBException {
        unread.forget(event -> event.pubkey().equals(due.pubkey()), batch);
        for (Bytes32 id : due.events()) {
            remove(id, Removal.VANISHED);
        }
        due.done().ifPresent(entry -> batch.delete(database.number(Family.RULES), entry));
    }

    /** The time up to which versions at {@code address} are deleted, or -1. */
    private long deletedUpTo(Address address) throws RocksDBException {
        Long known = deletedAddresses.get(address);
        if (known != null) {
            return known;
        }
        byte[] stored = database.get(Family.RULES, Keys.deletedAddress(address));
        return stored == null ? -1 : Keys.toLong(stored, 0);
    }

    private Optional<Latest> latestAt(Address address) throws RocksDBException {
        Optional<Latest> known = latest.get(address);
        if (known != null) {
            return known;
        }
        byte[] stored = database.get(Family.RULES, Keys.latest(address));
        return stored == null
                ? Optional.empty()
                : Optional.of(new Latest(Keys.toLong(stored, 0), Keys.toLong(stored, 8), Bytes32.at(stored, 16)));
    }

    private long store(Event event, Optional<Address> address) throws RocksDBException {
        long number = ++sequence;
        batch.put(database.number(Family.EVENTS), Keys.ofLong(number), EventRecord.encode(event));
        byte[] place = ByteBuffer.allocate(16)
                .putLong(number)
                .putLong(event.createdAt())
                .array();
        batch.put(database.number(Family.IDS), event.id().toBytes(), place);
        for (byte[] row : IndexRows.of(event, number)) {
            batch.put(database.number(Family.INDEX), row, Keys.NOTHING);
        }
        if (event.expiration() != EventHeader.NEVER) {
            batch.put(database.number(Family.EXPIRATIONS), Keys.expiration(event.expiration(), number), Keys.NOTHING);
        }
        if (address.isPresent()) {
            Latest version = new Latest(number, event.createdAt(), event.id());
            ByteBuffer value = ByteBuffer.allocate(48).putLong(number).putLong(event.createdAt());
            batch.put(
                    database.number(Family.RULES),
                    Keys.latest(address.get()),
                    Keys.put(value, event.id()).array());
            latest.put(address.get(), Optional.of(version));
        }
        StoredEvent stored = new StoredEvent(number, event, event.json());
        touched.put(event.id(), Optional.of(stored));
        changes.add(new Change.Stored(stored));
        return number;
    }

    private Optional<StoredEvent> find(Bytes32 id) throws RocksDBException {
        Optional<StoredEvent> known = touched.get(id);
        if (known != null) {
            return known;
        }
        byte[] place = database.get(Family.IDS, id.toBytes());
        if (place == null) {
            return Optional.empty();
        }
        long number = Keys.toLong(place, 0);
        byte @Nullable [] record = database.get(Family.EVENTS, Keys.ofLong(number));
        return record == null ? Optional.empty() : Optional.of(EventRecord.decode(number, record));
    }

    private void remove(StoredEvent stored, Removal reason) {
        EventHeader event = stored.header();
        batch.delete(database.number(Family.EVENTS), Keys.ofLong(stored.sequence()));
        batch.delete(database.number(Family.IDS), event.id().toBytes());
        for (byte[] row : IndexRows.of(event, stored.sequence())) {
            batch.delete(database.number(Family.INDEX), row);
        }
        if (event.expiration() != EventHeader.NEVER) {
            batch.delete(database.number(Family.EXPIRATIONS), Keys.expiration(event.expiration(), stored.sequence()));
        }
        unread.keep(stored, reason, batch);
        long number = ++sequence;
        batch.put(
                database.number(Family.REMOVALS),
                Keys.ofLong(number),
                RemovalRecord.encode(stored.sequence(), event, reason));
        touched.put(event.id(), Optional.empty());
        changes.add(new Change.Removed(
                number, stored.sequence(), event.id(), event.pubkey(), event.kind(), event.createdAt(), reason));
    }

    /** After a removal that nothing replaces: its address shows nothing any more. */
    private void forgetLatest(StoredEvent removed) throws RocksDBException {
        Optional<Address> address = Address.of(removed.header());
        if (address.isPresent()) {
            Optional<Latest> shown = latestAt(address.get());
            if (shown.isPresent() && shown.get().sequence() == removed.sequence()) {
                batch.delete(database.number(Family.RULES), Keys.latest(address.get()));
                latest.put(address.get(), Optional.empty());
            }
        }
    }

    /** Does what a deletion request asks, as far as its author may (NIP-09, NIP-59). */
    private void delete(Event request) throws RocksDBException {
        for (Tag tag : request.tags()) {
            if (tag.value().isEmpty()) {
                continue;
            }
            String value = tag.value().get();
            if (tag.name().equals("e")) {
                Optional<Bytes32> id = Bytes32.parse(value);
                if (id.isPresent()) {
                    deleteId(id.get(), request);
                }
            } else if (tag.name().equals("a")) {
                Optional<Address> address = Address.parse(value);
                if (address.isPresent() && address.get().pubkey().equals(request.pubkey())) {
                    deleteAddress(address.get(), request);
                }
            }
        }
    }

    private void deleteId(Bytes32 id, Event request) throws RocksDBException {
        byte[] key = Keys.deletedId(id, request.pubkey());
        batch.put(database.number(Family.RULES), key, Keys.ofLong(request.createdAt()));
        deletedIds.put(new DeletedId(id, request.pubkey()), true);
        Optional<StoredEvent> target = find(id);
        if (target.isPresent() && mayDelete(request.pubkey(), target.get().header())) {
            remove(target.get(), Removal.DELETED);
            forgetLatest(target.get());
        }
    }

    private static boolean mayDelete(Bytes32 asking, EventHeader target) {
        if (target.kind() == DELETION || target.kind() == VANISH) {
            return false;
        }
        return target.pubkey().equals(asking) || target.kind() == GIFT_WRAP && target.anyTag('p', asking.hex()::equals);
    }

    private void deleteAddress(Address address, Event request) throws RocksDBException {
        long upTo = Math.max(deletedUpTo(address), request.createdAt());
        batch.put(database.number(Family.RULES), Keys.deletedAddress(address), Keys.ofLong(upTo));
        deletedAddresses.put(address, upTo);
        Optional<Latest> shown = latestAt(address);
        if (shown.isPresent() && shown.get().createdAt() <= request.createdAt()) {
            remove(shown.get().id(), Removal.DELETED);
        }
    }

    private static List<Bytes32> recipients(Event event) {
        List<Bytes32> recipients = new ArrayList<>();
        event.forEachIndexedTag((letter, value) -> {
            if (letter == 'p') {
                Bytes32.parse(value).ifPresent(recipients::add);
            }
        });
        return recipients;
    }

    /** Writes everything at once, and returns the changes. Nothing is written when nothing changed. */
    List<Change> commit() throws RocksDBException {
        if (!changes.isEmpty()) {
            batch.put(database.number(Family.META), Keys.SEQUENCE, Keys.ofLong(sequence));
        }
        if (!batch.isEmpty()) {
            database.commit(batch);
        }
        return changes;
    }
}
