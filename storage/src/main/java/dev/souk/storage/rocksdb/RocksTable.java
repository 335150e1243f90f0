package dev.souk.storage.rocksdb;

import dev.souk.storage.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;

/** A follower's table: one column family. */
final class RocksTable implements Table {
    private final Database database;
    private final String name;
    private final ColumnFamilyHandle family;

    RocksTable(Database database, String name) {
        this.database = database;
        this.name = name;
        this.family = database.table(name);
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        try {
            return Optional.ofNullable(database.get(family, key));
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot read from the table " + name, e);
        }
    }

    @Override
    public View view() {
        return new SnapshotView();
    }

    /** The table in a snapshot of the database. */
    private final class SnapshotView implements View {
        private final Snapshot snapshot = database.snapshot();
        private final ReadOptions options = new ReadOptions().setSnapshot(snapshot);

        @Override
        public Optional<byte[]> get(byte[] key) {
            try {
                return Optional.ofNullable(database.get(family, options, key));
            } catch (RocksDBException e) {
                throw RocksEventStore.failure("cannot read from the table " + name, e);
            }
        }

        @Override
        public List<Entry> scan(byte[] prefix, byte[] from, int max) {
            try (ReadOptions bounded = new ReadOptions().setSnapshot(snapshot)) {
                return RocksTable.this.scan(bounded, prefix, from, max);
            }
        }

        @Override
        public void close() {
            options.close();
            database.release(snapshot);
        }
    }

    @Override
    public List<Entry> scan(byte[] prefix, byte[] from, int max) {
        try (ReadOptions options = new ReadOptions()) {
            return scan(options, prefix, from, max);
        }
    }

    private List<Entry> scan(ReadOptions options, byte[] prefix, byte[] from, int max) {
        List<Entry> entries = new ArrayList<>();
        // Without its end a search for a prefix that has no rows would walk over whatever was deleted behind it.
        try (Slice end = new Slice(Keys.firstBehind(prefix));
                RocksIterator rows = database.iterator(family, bounded(options, end))) {
            rows.seek(Arrays.compareUnsigned(from, prefix) > 0 ? from : prefix);
            while (rows.isValid() && entries.size() < max && startsWith(rows.key(), prefix)) {
                entries.add(new Entry(rows.key(), rows.value()));
                rows.next();
            }
            rows.status();
            return entries;
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot scan the table " + name, e);
        }
    }

    @Override
    public List<Entry> scanBackwards(byte[] prefix, byte[] from, int max) {
        List<Entry> entries = new ArrayList<>();
        try (RocksIterator rows = database.iterator(family)) {
            rows.seekForPrev(from);
            while (rows.isValid() && entries.size() < max && startsWith(rows.key(), prefix)) {
                entries.add(new Entry(rows.key(), rows.value()));
                rows.prev();
            }
            rows.status();
            return entries;
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot scan the table " + name, e);
        }
    }

    /** An end of no bytes is none. */
    private static ReadOptions bounded(ReadOptions options, Slice end) {
        return end.size() == 0 ? options : options.setIterateUpperBound(end);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public void write(List<Write> writes) {
        write(writes, database::writeUnsynced);
    }

    @Override
    public void writeDurably(List<Write> writes) {
        write(writes, database::commit);
    }

    /** One of the two ways into the database. */
    private interface Way {
        void write(WriteBatch batch) throws RocksDBException;
    }

    private void write(List<Write> writes, Way way) {
        try (WriteBatch batch = new WriteBatch()) {
            for (Write write : writes) {
                switch (write) {
                    case Write.Put(byte[] key, byte[] value) -> batch.put(family, key, value);
                    case Write.Delete(byte[] key) -> batch.delete(family, key);
                    case Write.DeletePrefix(byte[] prefix) -> deletePrefix(batch, prefix);
                }
            }
            way.write(batch);
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot write to the table " + name, e);
        }
    }

    private void deletePrefix(WriteBatch batch, byte[] prefix) throws RocksDBException {
        batch.deleteRange(family, prefix, endOf(prefix));
    }

    private static byte[] endOf(byte[] prefix) {
        byte[] end = Keys.firstBehind(prefix);
        if (end.length == 0) {
            throw new IllegalArgumentException("nothing comes behind this prefix, so it cannot be deleted");
        }
        return end;
    }

    @Override
    public Load load() {
        attempt(database::syncLog);
        attempt(() -> database.mergeFiles(family, false));
        return new UnloggedLoad();
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (RocksDBException e) {
            throw RocksEventStore.failure("cannot load the table " + name, e);
        }
    }

    /** A step of a load. */
    private interface Step {
        void run() throws RocksDBException;
    }

    /** Files are written one beside the other, and merged once: as they come, each row would be written several times. */
    private final class UnloggedLoad implements Load {
        @Override
        public void write(List<Write> writes) {
            RocksTable.this.write(writes, database::writeUnlogged);
            for (Write write : writes) {
                if (write instanceof Write.DeletePrefix(byte[] prefix)) {
                    attempt(() -> database.dropFiles(family, prefix, endOf(prefix)));
                }
            }
        }

        @Override
        public void finish() {
            attempt(() -> database.flush(family));
            attempt(() -> database.compact(family));
        }

        @Override
        public void close() {
            attempt(() -> database.mergeFiles(family, true));
        }
    }
}
