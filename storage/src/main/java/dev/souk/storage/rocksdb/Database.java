package dev.souk.storage.rocksdb;

import dev.souk.storage.Durability;
import dev.souk.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BackupEngine;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.Options;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with our column families and options, and nothing else: opens, reads, writes and closes. Thread-safe, as
 * RocksDB is; closing must come after all other use.
 */
final class Database implements AutoCloseable {
    private static final String TABLE_PREFIX = "table.";

    private final Path path;
    private final RocksDB rocks;
    private final OpenMode mode;
    private final Map<Family, ColumnFamilyHandle> families;
    private final Map<Family, Integer> numbers = new EnumMap<>(Family.class);
    private final Map<String, ColumnFamilyHandle> tables;
    private final Tuning tuning;
    private final WriteOptions commitOptions;
    private final WriteOptions unsyncedOptions = new WriteOptions();
    private final WriteOptions unloggedOptions = new WriteOptions().setDisableWAL(true);
    private final ReadOptions readOptions = new ReadOptions();

    private Database(
            Path path,
            RocksDB rocks,
            Map<Family, ColumnFamilyHandle> families,
            Map<String, ColumnFamilyHandle> tables,
            Tuning tuning,
            Durability durability,
            OpenMode mode) {
        this.path = path;
        this.rocks = rocks;
        this.families = families;
        families.forEach((family, handle) -> numbers.put(family, handle.getID()));
        this.tables = new ConcurrentHashMap<>(tables);
        this.tuning = tuning;
        this.commitOptions = new WriteOptions().setSync(durability == Durability.COMMIT);
        this.mode = mode;
    }

    /** Opens the database in the configured folder. */
    static Database open(RocksConfig config, OpenMode mode) {
        try {
            if (mode == OpenMode.WRITING) {
                Files.createDirectories(config.path());
            }
            Backups.requireWhole(config.path());
            RocksDB.loadLibrary();
            return opened(config, mode);
        } catch (IOException e) {
            throw new StorageException("cannot create the folder " + config.path() + ": " + e.getMessage(), e);
        } catch (RocksDBException e) {
            throw openFailure(config.path(), e);
        }
    }

    /** What hinders it RocksDB mostly tells in words, and "lock" is in many of them, as in "block". */
    static StorageException openFailure(Path path, RocksDBException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("While lock file") || message.contains("lock hold by current process")) {
            return new StorageException(
                    "another process uses the store in " + path + ": stop it first, or name another folder", e);
        }
        if (message.contains("Permission denied")) {
            return new StorageException(
                    "this user may not use the store in " + path + ": give all of it to its owner (chown -R): "
                            + message,
                    e);
        }
        if (isCorruption(e.getStatus())) {
            return new StorageException(
                    "the store in " + path + " is damaged: move it away and restore a backup (souk restore): "
                            + message,
                    e);
        }
        return new StorageException("cannot open the store in " + path + ": " + message, e);
    }

    private static boolean isCorruption(@Nullable Status status) {
        return status != null && status.getCode() == Status.Code.Corruption;
    }

    private static Database opened(RocksConfig config, OpenMode mode) throws RocksDBException {
        Tuning tuning = new Tuning(config, mode);
        try {
            return opened(config, mode, tuning);
        } catch (RocksDBException e) {
            tuning.close();
            throw e;
        }
    }

    private static Database opened(RocksConfig config, OpenMode mode, Tuning tuning) throws RocksDBException {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.table()));
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(ascii(family.wireName()), tuning.family(family)));
        }
        List<String> tableNames = existingTables(config.path());
        for (String name : tableNames) {
            descriptors.add(new ColumnFamilyDescriptor(ascii(TABLE_PREFIX + name), tuning.table()));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        String folder = config.path().toString();
        RocksDB rocks = switch (mode) {
            case WRITING, SETTLING -> RocksDB.open(tuning.database(), folder, descriptors, handles);
            case READING -> RocksDB.openReadOnly(tuning.database(), folder, descriptors, handles);
        };
        // The handles come in the order of the descriptors: the default family, ours, the tables.
        Iterator<ColumnFamilyHandle> opened = handles.iterator();
        opened.next().close();
        Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            families.put(family, opened.next());
        }
        Map<String, ColumnFamilyHandle> tables = new HashMap<>();
        for (String name : tableNames) {
            tables.put(name, opened.next());
        }
        return new Database(config.path(), rocks, families, tables, tuning, config.durability(), mode);
    }

    private static List<String> existingTables(Path path) throws RocksDBException {
        List<String> names = new ArrayList<>();
        try (Options options = new Options()) {
            for (byte[] family : RocksDB.listColumnFamilies(options, path.toString())) {
                String name = new String(family, StandardCharsets.US_ASCII);
                if (name.startsWith(TABLE_PREFIX)) {
                    names.add(name.substring(TABLE_PREFIX.length()));
                }
            }
        }
        return names;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Path path() {
        return path;
    }

    ColumnFamilyHandle handle(Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    /** The number that RocksDB gave {@code family}. */
    int number(Family family) {
        return Objects.requireNonNull(numbers.get(family));
    }

    /** The value in the newest state. */
    byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return rocks.get(handle(family), readOptions, key);
    }

    /** The value as {@code options} show it. */
    byte @Nullable [] get(Family family, ReadOptions options, byte[] key) throws RocksDBException {
        return rocks.get(handle(family), options, key);
    }

    /** Writes one value, synced. For set-up only. */
    void put(Family family, byte[] key, byte[] value) throws RocksDBException {
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            rocks.put(handle(family), synced, key, value);
        }
    }

    /** Writes a batch with the durability that was configured. */
    void commit(BatchBytes batch) throws RocksDBException {
        try (WriteBatch writes = new WriteBatch(batch.toBytes())) {
            commit(writes);
        }
    }

    /** The same for one that RocksDB has built. Any thread. */
    void commit(WriteBatch batch) throws RocksDBException {
        rocks.write(commitOptions, batch);
    }

    /** Writes a batch that the next synced one makes durable, as they share one log. */
    void writeUnsynced(WriteBatch batch) throws RocksDBException {
        rocks.write(unsyncedOptions, batch);
    }

    /** Writes a batch that nothing but {@link #flush} makes durable. */
    void writeUnlogged(WriteBatch batch) throws RocksDBException {
        rocks.write(unloggedOptions, batch);
    }

    /** Makes durable all that was written to {@code family}. */
    void flush(ColumnFamilyHandle family) throws RocksDBException {
        try (FlushOptions all = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(all, family);
        }
    }

    /** Whether files of {@code family} are merged as they come, or only when somebody says so. */
    void mergeFiles(ColumnFamilyHandle family, boolean isAtOnce) throws RocksDBException {
        rocks.setOptions(
                family,
                MutableColumnFamilyOptions.builder()
                        .setDisableAutoCompactions(!isAtOnce)
                        .build());
    }

    /** Merges all files of {@code family} that lie over one another. */
    void compact(ColumnFamilyHandle family) throws RocksDBException {
        try (CompactRangeOptions how = new CompactRangeOptions().setMaxSubcompactions(2)) {
            rocks.compactRange(family, null, null, how);
        }
    }

    /** Drops whole files that have no keys but those from {@code from} to before {@code to}, at once and for good. */
    void dropFiles(ColumnFamilyHandle family, byte[] from, byte[] to) throws RocksDBException {
        rocks.deleteFilesInRanges(family, List.of(from, to), false);
    }

    /** Forgets all keys from {@code from} to before {@code to}. */
    void deleteRange(Family family, byte[] from, byte[] to) throws RocksDBException {
        rocks.deleteRange(handle(family), unsyncedOptions, from, to);
    }

    /** Makes durable all that was written. */
    void syncLog() throws RocksDBException {
        rocks.flushWal(true);
    }

    RocksIterator iterator(Family family, ReadOptions options) {
        return rocks.newIterator(handle(family), options);
    }

    RocksIterator iterator(ColumnFamilyHandle family) {
        return rocks.newIterator(family, readOptions);
    }

    RocksIterator iterator(ColumnFamilyHandle family, ReadOptions options) {
        return rocks.newIterator(family, options);
    }

    /** The numbers of at most {@code max} events that have expired at {@code nowSeconds}, the longest expired first. */
    List<Long> expired(ReadOptions options, long nowSeconds, int max) throws RocksDBException {
        List<Long> numbers = new ArrayList<>();
        byte[] end = Keys.expiration(nowSeconds + 1, 0);
        try (RocksIterator rows = iterator(Family.EXPIRATIONS, options)) {
            rows.seekToFirst();
            while (rows.isValid() && numbers.size() < max && Arrays.compareUnsigned(rows.key(), end) < 0) {
                numbers.add(Keys.toLong(rows.key(), 8));
                rows.next();
            }
            rows.status();
        }
        return numbers;
    }

    /** About how many bytes the keys from {@code from} to before {@code to} take, with their values. */
    long bytes(Family family, byte[] from, byte[] to) {
        try (Slice first = new Slice(from);
                Slice end = new Slice(to)) {
            return rocks.getApproximateSizes(
                            handle(family),
                            List.of(new Range(first, end)),
                            SizeApproximationFlag.INCLUDE_FILES,
                            SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
        }
    }

    byte @Nullable [] get(ColumnFamilyHandle family, ReadOptions options, byte[] key) throws RocksDBException {
        return rocks.get(family, options, key);
    }

    byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) throws RocksDBException {
        return rocks.get(family, readOptions, key);
    }

    org.rocksdb.Snapshot snapshot() {
        return rocks.getSnapshot();
    }

    void release(org.rocksdb.Snapshot snapshot) {
        rocks.releaseSnapshot(snapshot);
    }

    /** What RocksDB has counted since it was opened. */
    long count(TickerType ticker) {
        return tuning.statistics().getTickerCount(ticker);
    }

    /** A numeric property of one family, such as {@code rocksdb.estimate-num-keys}. */
    long property(Family family, String name) throws RocksDBException {
        return rocks.getLongProperty(handle(family), name);
    }

    /** A numeric property summed over all families. */
    long total(String name) throws RocksDBException {
        return rocks.getAggregatedLongProperty(name);
    }

    /** The family of the table {@code name}, created when it is new. */
    ColumnFamilyHandle table(String name) {
        return tables.computeIfAbsent(name, fresh -> {
            try {
                return rocks.createColumnFamily(
                        new ColumnFamilyDescriptor(ascii(TABLE_PREFIX + fresh), tuning.table()));
            } catch (RocksDBException e) {
                throw new StorageException("cannot create the table " + fresh, e);
            }
        });
    }

    /** Writes the files of {@code family} anew as far as something was deleted in them, beside all other work. */
    void compact(Family family, CompactRangeOptions how) throws RocksDBException {
        rocks.compactRange(handle(family), null, null, how);
    }

    /** Links or copies all files, as they are at one moment between two commits, into a folder that is not there yet. */
    void checkpoint(Path folder) throws RocksDBException {
        try (Checkpoint checkpoint = Checkpoint.create(rocks)) {
            checkpoint.createCheckpoint(folder.toString());
        }
    }

    /** Adds what it holds to the backups of {@code engine}. */
    void backUp(BackupEngine engine, String about) throws RocksDBException {
        engine.createNewBackupWithMetadata(rocks, about, true);
    }

    /** Reads every block of every file, also of the tables, and fails at the first that is not what was written. */
    void verifyBlocks() throws RocksDBException {
        rocks.verifyChecksum();
    }

    @Override
    public void close() {
        try (FlushOptions everything = new FlushOptions().setWaitForFlush(true)) {
            if (mode != OpenMode.READING) {
                // What is in tables need not be read from the log when the store is opened again.
                rocks.flush(everything, List.copyOf(families.values()));
                rocks.syncWal();
            }
        } catch (RocksDBException e) {
            throw new StorageException("cannot sync the store in " + path, e);
        } finally {
            families.values().forEach(ColumnFamilyHandle::close);
            tables.values().forEach(ColumnFamilyHandle::close);
            rocks.close();
            readOptions.close();
            commitOptions.close();
            unsyncedOptions.close();
            unloggedOptions.close();
            tuning.close();
        }
    }
}
