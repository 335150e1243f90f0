package dev.souk.storage.rocksdb;

import dev.souk.storage.StoredEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Names the rows that are missing or stray, and mends them if it is to. Looks each of them up, which is slow: it is for stores in
 * which {@link RowSums} differ. Owned by one thread.
 */
final class RowRepair implements AutoCloseable {
    private static final int BATCH = 1_000;

    private final Database database;
    private final boolean mends;
    private final Consumer<Finding> findings;
    private final WriteBatch batch = new WriteBatch();

    RowRepair(Database database, boolean mends, Consumer<Finding> findings) {
        this.database = database;
        this.mends = mends;
        this.findings = findings;
    }

    /** In {@code families}, the rows of all events first, then the events of all rows. */
    void run(List<Family> families) throws RocksDBException {
        RowScan.over(database, Family.EVENTS, (key, record) -> {
            Optional<StoredEvent> event = EventScan.decode(Keys.toLong(key, 0), record);
            if (event.isPresent()) {
                addMissing(event.get(), families);
            }
        });
        flush(1);
        for (Family family : families) {
            RowScan.over(database, family, (key, value) -> removeStray(EventRow.of(family, key, value)));
            flush(1);
        }
    }

    private void addMissing(StoredEvent event, List<Family> families) throws RocksDBException {
        for (EventRow row : EventRow.of(event)) {
            byte[] actual = families.contains(row.family())
                    ? database.get(row.family(), row.key().array())
                    : row.value().array();
            if (!Arrays.equals(actual, row.value().array())) {
                addMissing(event, row, actual);
            }
        }
    }

    private void addMissing(StoredEvent event, EventRow row, byte @Nullable [] actual) throws RocksDBException {
        String name = "event " + event.sequence() + ", " + event.header().id();
        if (actual != null && isRight(EventRow.of(row.family(), row.key().array(), actual))) {
            findings.accept(new Finding(
                    Finding.Kind.EVENT, name + ": another of its id or address is stored, " + Keys.toLong(actual, 0)));
            return;
        }
        findings.accept(new Finding(Finding.Kind.MISSING_ROW, row + " of " + name));
        if (mends) {
            batch.put(
                    database.handle(row.family()),
                    row.key().array(),
                    row.value().array());
            flush(BATCH);
        }
    }

    private void removeStray(EventRow row) throws RocksDBException {
        if (isRight(row)) {
            return;
        }
        findings.accept(new Finding(Finding.Kind.STRAY_ROW, row + " of event " + row.number()));
        if (mends) {
            batch.delete(database.handle(row.family()), row.key().array());
            flush(BATCH);
        }
    }

    /** True when the event that it names is stored, and would be written with this very row. */
    private boolean isRight(EventRow row) throws RocksDBException {
        byte[] record = database.get(Family.EVENTS, Keys.ofLong(row.number()));
        return record != null
                && EventScan.decode(row.number(), record)
                        .filter(event -> EventRow.of(event).contains(row))
                        .isPresent();
    }

    private void flush(int atLeast) throws RocksDBException {
        if (batch.count() >= atLeast) {
            database.commit(batch);
            batch.clear();
        }
    }

    @Override
    public void close() {
        batch.close();
    }
}
