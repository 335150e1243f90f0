package dev.souk.storage.rocksdb;

import dev.souk.protocol.EventHeader;
import dev.souk.storage.FeedReader;
import dev.souk.storage.Removal;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Events that left the store before everybody who must see them had read them. Mostly there are none: a reader that keeps
 * up leaves nothing to keep. Owned by the writer, but for {@link #add}.
 */
final class UnreadEvents {
    /** So many are forgotten at once. */
    private static final int STEP = 1_000;

    private final Database database;
    private final List<FeedReader> readers = new CopyOnWriteArrayList<>();

    /** False when there is surely none. */
    private boolean mayHold = true;

    UnreadEvents(Database database) {
        this.database = database;
    }

    void add(FeedReader reader) {
        readers.add(reader);
    }

    /** Keeps the event that is being removed, if it is to be. */
    void keep(StoredEvent stored, Removal reason, BatchBytes batch) {
        if (isWanted(stored, reason)) {
            batch.put(database.number(Family.UNREAD), Keys.ofLong(stored.sequence()), EventRecord.of(stored));
            mayHold = true;
        }
    }

    private boolean isWanted(StoredEvent stored, Removal reason) {
        return switch (reason) {
            case VANISHED, MODERATED -> false;
            case REPLACED, DELETED, EXPIRED, RETIRED -> isUnread(stored);
        };
    }

    private boolean isUnread(StoredEvent event) {
        int kind = event.header().kind();
        return readers.stream().anyMatch(reader -> reader.mustSee(kind) && reader.place() < event.sequence());
    }

    /** Forgets those that these headers are of. */
    void forget(Predicate<EventHeader> gone, BatchBytes batch) throws RocksDBException {
        if (!mayHold) {
            return;
        }
        try (ReadOptions options = new ReadOptions();
                RocksIterator rows = database.iterator(Family.UNREAD, options)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                if (gone.test(EventRecord.decode(0, rows.value()).header())) {
                    batch.delete(database.number(Family.UNREAD), rows.key());
                }
            }
            rows.status();
        }
    }

    /** Forgets what was read, and what is so old that nobody can ask for it: at or before {@code horizon}. */
    void forgetRead(long horizon) throws RocksDBException {
        if (!mayHold) {
            return;
        }
        try (ReadOptions options = new ReadOptions();
                RocksIterator rows = database.iterator(Family.UNREAD, options);
                WriteBatch batch = new WriteBatch()) {
            List<byte[]> keys = new ArrayList<>();
            rows.seekToFirst();
            while (rows.isValid() && keys.size() < STEP && isDone(rows, horizon)) {
                keys.add(rows.key());
                rows.next();
            }
            rows.status();
            mayHold = rows.isValid();
            for (byte[] key : keys) {
                batch.delete(database.handle(Family.UNREAD), key);
            }
            database.writeUnsynced(batch);
        }
    }

    private boolean isDone(RocksIterator row, long horizon) {
        long sequence = Keys.toLong(row.key(), 0);
        return sequence <= horizon || !isUnread(EventRecord.decode(sequence, row.value()));
    }
}
