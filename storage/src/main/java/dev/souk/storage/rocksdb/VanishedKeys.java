package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.storage.EventCursor;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Who asked to vanish, and up to when (NIP-62): what is not newer is refused for ever, and what was there is removed a
 * little at a time. Owned by the writer, but for {@link #honour}.
 */
final class VanishedKeys {
    private static final int GIFT_WRAP = 1059;
    private static final int VANISH = 62;

    /** So many keys at most are looked at in one go. */
    private static final int MAX_KEYS_AT_ONCE = 1_000;

    private final Database database;
    private volatile Predicate<Event> requests = event -> false;

    /** False when nobody ever asked, which is looked up once, so that it costs each event nothing. */
    private boolean hasAny;

    VanishedKeys(Database database) throws RocksDBException {
        this.database = database;
        this.hasAny = !entries(Keys.VANISHED, 1).isEmpty();
    }

    void honour(Predicate<Event> vanishRequests) {
        requests = vanishRequests;
    }

    boolean isRequest(Event event) {
        return event.kind() == VANISH && requests.test(event);
    }

    /** Its author's wish. */
    void add(Event request, BatchBytes batch) throws RocksDBException {
        long upTo = Math.max(request.createdAt(), upTo(request.pubkey()));
        batch.put(database.number(Family.RULES), Keys.of(Keys.VANISHED, request.pubkey()), Keys.ofLong(upTo));
        batch.put(database.number(Family.RULES), Keys.of(Keys.VANISHING, request.pubkey()), Keys.ofLong(upTo));
        hasAny = true;
    }

    /** The time up to which what this key published has vanished, or -1. */
    long upTo(Bytes32 pubkey) throws RocksDBException {
        byte[] stored = hasAny ? database.get(Family.RULES, Keys.of(Keys.VANISHED, pubkey)) : null;
        return stored == null ? -1 : Keys.toLong(stored, 0);
    }

    /** Events of one key that are still to be removed; the key's entry when these are all. */
    record Due(Bytes32 pubkey, List<Bytes32> events, Optional<byte[]> done) {}

    /** At most {@code budget} events that are still to be removed, key by key. */
    List<Due> due(RocksSnapshot snapshot, int budget) throws RocksDBException {
        List<Due> due = new ArrayList<>();
        int left = budget;
        for (byte[] entry : hasAny ? entries(Keys.VANISHING, MAX_KEYS_AT_ONCE) : List.<byte[]>of()) {
            if (left == 0) {
                break;
            }
            Bytes32 pubkey = Bytes32.at(entry, 1);
            List<Bytes32> events = events(snapshot, pubkey, left);
            due.add(new Due(pubkey, events, events.size() < left ? Optional.of(entry) : Optional.empty()));
            left -= events.size();
        }
        return due;
    }

    private List<Bytes32> events(RocksSnapshot snapshot, Bytes32 pubkey, int max) throws RocksDBException {
        long upTo = upTo(pubkey);
        List<Filter> filters = List.of(
                Filter.builder().authors(pubkey).until(upTo).limit(max).build(),
                Filter.builder()
                        .kinds(GIFT_WRAP)
                        .tag('p', pubkey.hex())
                        .until(upTo)
                        .limit(max)
                        .build());
        List<Bytes32> events = new ArrayList<>();
        try (EventCursor cursor = snapshot.find(filters, VanishedKeys::goes)) {
            for (Optional<StoredEvent> event = cursor.next();
                    event.isPresent() && events.size() < max;
                    event = cursor.next()) {
                events.add(event.get().header().id());
            }
        }
        return events;
    }

    /** Requests stay, as the proof of what was done. */
    private static boolean goes(EventHeader event) {
        return event.kind() != VANISH;
    }

    private List<byte[]> entries(byte name, int max) throws RocksDBException {
        List<byte[]> entries = new ArrayList<>();
        try (ReadOptions options = new ReadOptions();
                RocksIterator rows = database.iterator(Family.RULES, options)) {
            rows.seek(new byte[] {name});
            while (rows.isValid() && rows.key()[0] == name && entries.size() < max) {
                entries.add(rows.key());
                rows.next();
            }
            rows.status();
            return entries;
        }
    }
}
