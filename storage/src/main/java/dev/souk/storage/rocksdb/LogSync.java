package dev.souk.storage.rocksdb;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;

/** Syncs the log once a second, on its own thread, for {@link dev.souk.storage.Durability#INTERVAL}. */
final class LogSync implements AutoCloseable {
    private final Database database;
    /** Written by the thread before it ends, read by the writer. */
    private volatile Optional<RocksDBException> failure = Optional.empty();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "log-sync");

    LogSync(Database database) {
        this.database = database;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Why the log is not synced any more, if so. */
    Optional<RocksDBException> failure() {
        return failure;
    }

    private void run() {
        try {
            while (!stopped.await(1, TimeUnit.SECONDS)) {
                database.syncLog();
            }
        } catch (RocksDBException e) {
            failure = Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
