package dev.souk.storage.rocksdb;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksObject;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;

/**
 * How RocksDB keeps our families: blocks, filters, compression, and one cache that all share. LZ4 where data is young,
 * zstd's fastest level at the bottom. A higher level or a trained dictionary saves 4 % of the disk and more than doubles
 * what compaction costs: bench/RESULTS.md has the figures.
 *
 * <p>Indexes and filters of files lie in the cache by blocks of a few kilobytes, and are the last to leave it. As one block
 * for each file they are of half a megabyte and more: once they do not fit into the cache together, nearly each lookup reads
 * one of them.
 *
 * <p>Holds native memory; to be closed after the database that uses it.
 */
final class Tuning implements AutoCloseable {
    private static final int BLOCK = 16 << 10;

    /** Followers look single rows up, at random: each of them unpacks a block. */
    private static final int TABLE_BLOCK = 4 << 10;

    private static final int METADATA_BLOCK = 4 << 10;

    /** How much of the cache indexes and filters may hold against rows. */
    private static final double METADATA_SHARE = 0.5;

    private static final int DEFAULT_SHARD_BITS = -1;
    private static final int BITS_PER_KEY = 10;

    private final RocksConfig config;
    private final OpenMode mode;

    /** Everything that holds native memory, in the order of creation. */
    private final List<RocksObject> owned = new ArrayList<>();

    private final LRUCache cache;
    private final BloomFilter bloom = keep(new BloomFilter(BITS_PER_KEY));
    private final Statistics statistics = keep(new Statistics());
    private final DBOptions database;
    private final ColumnFamilyOptions table;
    private final Map<Family, ColumnFamilyOptions> families = new EnumMap<>(Family.class);

    Tuning(RocksConfig config, OpenMode mode) {
        this.config = config;
        this.mode = mode;
        this.cache = keep(new LRUCache(config.blockCacheBytes(), DEFAULT_SHARD_BITS, false, METADATA_SHARE));
        this.table = family(true, TABLE_BLOCK);
        for (Family family : Family.values()) {
            families.put(family, family(family.isLookedUp(), BLOCK));
        }
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
        this.database = keep(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxBackgroundJobs(2)
                // One thread writes nearly everything, so nothing is gained by preparing for several.
                .setAllowConcurrentMemtableWrite(false)
                .setBytesPerSync(1L << 20)
                .setMaxTotalWalSize(128L << 20)
                .setKeepLogFileNum(4)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatistics(statistics);
    }

    private ColumnFamilyOptions family(boolean isLookedUp, int blockBytes) {
        BlockBasedTableConfig blocks = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(blockBytes)
                .setFormatVersion(6)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setMetadataBlockSize(METADATA_BLOCK)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        ColumnFamilyOptions options = keep(new ColumnFamilyOptions());
        if (isLookedUp) {
            blocks.setFilterPolicy(bloom).setPartitionFilters(true);
            // Filters for what is not in a table yet, too: otherwise each absent key walks down the write buffer.
            options.setMemtablePrefixBloomSizeRatio(0.05).setMemtableWholeKeyFiltering(true);
        }
        return options.setTableFormatConfig(blocks)
                .setDisableAutoCompactions(mode != OpenMode.WRITING)
                .setWriteBufferSize(config.writeBufferBytes())
                .setMaxWriteBufferNumber(3)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setBottommostCompressionOptions(
                        keep(new CompressionOptions()).setEnabled(true).setLevel(1));
    }

    private <T extends RocksObject> T keep(T object) {
        owned.add(object);
        return object;
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyOptions family(Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    /** For the tables of followers, and for the family that RocksDB wants and we do not use. */
    ColumnFamilyOptions table() {
        return table;
    }

    /** What is counted while the database is open. */
    Statistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        owned.reversed().forEach(RocksObject::close);
    }
}
