package dev.souk.storage.rocksdb;

import java.util.concurrent.Callable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Reads all rows of one family that name events, once, in the order of the disk. Used once, by any thread. */
final class RowScan implements Callable<RowSums> {
    private static final long READ_AHEAD = 2 << 20;

    private final Database database;
    private final Family family;

    /** What is done with each row. */
    @FunctionalInterface
    interface Visitor {
        void row(byte[] key, byte[] value) throws RocksDBException;
    }

    RowScan(Database database, Family family) {
        this.database = database;
        this.family = family;
    }

    @Override
    public RowSums call() throws RocksDBException {
        RowSums sums = new RowSums();
        over(database, family, (key, value) -> sums.add(EventRow.of(family, key, value)));
        return sums;
    }

    /** All rows of {@code family} that name events. */
    static void over(Database database, Family family, Visitor visitor) throws RocksDBException {
        byte[] from = family == Family.RULES ? new byte[] {EventRow.LATEST} : Keys.NOTHING;
        over(database, family, from, Keys.firstBehind(from), visitor);
    }

    /** The rows at or after {@code from} and before {@code to}, which has no bytes when there is no end. */
    static void over(Database database, Family family, byte[] from, byte[] to, Visitor visitor)
            throws RocksDBException {
        try (Slice end = new Slice(to);
                ReadOptions options = new ReadOptions().setFillCache(false).setReadaheadSize(READ_AHEAD)) {
            if (to.length > 0) {
                options.setIterateUpperBound(end);
            }
            try (RocksIterator rows = database.iterator(family, options)) {
                for (rows.seek(from); rows.isValid(); rows.next()) {
                    visitor.row(rows.key(), rows.value());
                }
                rows.status();
            }
        }
    }
}
