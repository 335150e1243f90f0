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
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with our column families and options, and nothing else: opens, reads, writes and closes. Thread-safe, as
 * RocksDB is; closing must come after all other use.
 */
final class Database implements AutoCloseable {
    private static final String TABLE_PREFIX = "table.";

    private static final int BLOCK = 16 << 10;

    /** Followers look single rows up, at random: each of them unpacks a block. */
    private static final int TABLE_BLOCK = 4 << 10;

    private final Path path;
    private final RocksDB rocks;
    private final OpenMode mode;
    private final Map<Family, ColumnFamilyHandle> families;
    private final Map<Family, Integer> numbers = new EnumMap<>(Family.class);
    private final Map<String, ColumnFamilyHandle> tables;
    private final ColumnFamilyOptions tableOptions;
    private final WriteOptions commitOptions;
    private final WriteOptions unsyncedOptions = new WriteOptions();
    private final ReadOptions readOptions = new ReadOptions();
    private final Statistics statistics;

    /** Everything that holds native memory, in the order of creation. */
    private final List<RocksObject> owned;

    private Database(
            Path path,
            RocksDB rocks,
            Map<Family, ColumnFamilyHandle> families,
            Map<String, ColumnFamilyHandle> tables,
            ColumnFamilyOptions tableOptions,
            Durability durability,
            Statistics statistics,
            OpenMode mode,
            List<RocksObject> owned) {
        this.path = path;
        this.rocks = rocks;
        this.families = families;
        families.forEach((family, handle) -> numbers.put(family, handle.getID()));
        this.tables = new ConcurrentHashMap<>(tables);
        this.tableOptions = tableOptions;
        this.commitOptions = new WriteOptions().setSync(durability == Durability.COMMIT);
        this.statistics = statistics;
        this.mode = mode;
        this.owned = owned;
    }

    /** Opens the database in the configured folder. */
    static Database open(RocksConfig config, OpenMode mode) {
        try {
            if (mode == OpenMode.WRITING) {
                Files.createDirectories(config.path());
            }
            Backups.requireWhole(config.path());
            RocksDB.loadLibrary();
            return open(config, mode, new ArrayList<>());
        } catch (IOException e) {
            throw new StorageException("cannot create the folder " + config.path() + ": " + e.getMessage(), e);
        } catch (RocksDBException e) {
            throw openFailure(config.path(), e);
        }
    }

    private static StorageException openFailure(Path path, RocksDBException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("lock ") || message.contains("LOCK")) {
            return new StorageException(
                    "another process uses the store in " + path + ": stop it first, or name another folder", e);
        }
        return new StorageException("cannot open the store in " + path + ": " + message, e);
    }

    private static Database open(RocksConfig config, OpenMode mode, List<RocksObject> owned) throws RocksDBException {
        Cache cache = keep(owned, new LRUCache(config.blockCacheBytes()));
        BloomFilter bloom = keep(owned, new BloomFilter(10));
        ColumnFamilyOptions tableOptions = keep(owned, familyOptions(config, cache, bloom, true, TABLE_BLOCK, owned));
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tableOptions));
        for (Family family : Family.values()) {
            ColumnFamilyOptions options = familyOptions(config, cache, bloom, family.isLookedUp(), BLOCK, owned);
            descriptors.add(new ColumnFamilyDescriptor(ascii(family.wireName()), keep(owned, options)));
        }
        List<String> tableNames = existingTables(config.path());
        descriptors.forEach(family -> family.getOptions().setDisableAutoCompactions(mode != OpenMode.WRITING));
        for (String name : tableNames) {
            descriptors.add(new ColumnFamilyDescriptor(ascii(TABLE_PREFIX + name), tableOptions));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        Statistics statistics = keep(owned, new Statistics());
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
        DBOptions options = keep(owned, databaseOptions()).setStatistics(statistics);
        String folder = config.path().toString();
        RocksDB rocks = switch (mode) {
            case WRITING, SETTLING -> RocksDB.open(options, folder, descriptors, handles);
            case READING -> RocksDB.openReadOnly(options, folder, descriptors, handles);
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
        return new Database(
                config.path(), rocks, families, tables, tableOptions, config.durability(), statistics, mode, owned);
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

    private static DBOptions databaseOptions() {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxBackgroundJobs(2)
                // One thread writes nearly everything, so nothing is gained by preparing for several.
                .setAllowConcurrentMemtableWrite(false)
                .setBytesPerSync(1L << 20)
                .setMaxTotalWalSize(128L << 20)
                .setKeepLogFileNum(4)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
    }

    /**
     * LZ4 where data is young, zstd's fastest level at the bottom. A higher level or a trained dictionary saves 4 % of the
     * disk and more than doubles what compaction costs: bench/RESULTS.md has the figures.
     */
    private static ColumnFamilyOptions familyOptions(
            RocksConfig config,
            Cache cache,
            BloomFilter bloom,
            boolean isLookedUp,
            int blockBytes,
            List<RocksObject> owned) {
        BlockBasedTableConfig blocks = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(blockBytes)
                .setFormatVersion(6)
                .setIndexType(IndexType.kBinarySearch)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        if (isLookedUp) {
            blocks.setFilterPolicy(bloom);
        }
        CompressionOptions bottommost =
                keep(owned, new CompressionOptions()).setEnabled(true).setLevel(1);
        ColumnFamilyOptions options = new ColumnFamilyOptions();
        if (isLookedUp) {
            // Filters for what is not in a table yet, too: otherwise each absent key walks down the write buffer.
            options.setMemtablePrefixBloomSizeRatio(0.05).setMemtableWholeKeyFiltering(true);
        }
        return options.setTableFormatConfig(blocks)
                .setWriteBufferSize(config.writeBufferBytes())
                .setMaxWriteBufferNumber(3)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setBottommostCompressionOptions(bottommost);
    }

    private static <T extends RocksObject> T keep(List<RocksObject> owned, T object) {
        owned.add(object);
        return object;
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
        return statistics.getTickerCount(ticker);
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
                return rocks.createColumnFamily(new ColumnFamilyDescriptor(ascii(TABLE_PREFIX + fresh), tableOptions));
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
            owned.reversed().forEach(RocksObject::close);
        }
    }
}
