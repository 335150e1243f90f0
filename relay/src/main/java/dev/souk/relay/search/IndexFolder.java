package dev.souk.relay.search;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * The files of the index, and what is written beside the documents with each commit: of which store and which making they
 * are, and up to which change. One commit holds both or neither, so after a crash the changes behind it are taken in again
 * and none twice. Owned by the index's thread.
 */
final class IndexFolder implements AutoCloseable {
    private static final String MAKING = "making";
    private static final String STORE = "store";
    private static final String SEQUENCE = "sequence";
    private static final String BEGAN_AT = "began_at";

    /** More would take the cores from checking signatures. */
    private static final int MERGE_THREADS = 1;

    /** Merges that may wait for the thread before taking in waits, too. */
    private static final int PENDING_MERGES = 4;

    private final Directory directory;
    private final String making;
    private final String store;
    private final double bufferMegabytes;

    /**
     * How far an index has come.
     *
     * @param sequence it has all changes up to this one
     * @param beganAt the store's last change when the index was begun from 0
     */
    record Place(long sequence, long beganAt) {
        static final Place START = new Place(0, 0);
    }

    /** An index that can be used, or why none can. */
    sealed interface Found {
        record Usable(Place place) implements Found {}

        record Unusable(String why) implements Found {}
    }

    private IndexFolder(Directory directory, String making, String store, double bufferMegabytes) {
        this.directory = directory;
        this.making = making;
        this.store = store;
        this.bufferMegabytes = bufferMegabytes;
    }

    /**
     * Opens the folder, which is made when it is not there.
     *
     * @param path none: in memory
     * @param kinds that are searched
     * @param store names the store, so that the index of another one is not taken for this one's
     */
    static IndexFolder open(Optional<Path> path, Set<Integer> kinds, String store, long bufferBytes)
            throws IOException {
        String making = Documents.VERSION + " lucene=" + Version.LATEST + " kinds="
                + new TreeSet<>(kinds).stream().map(String::valueOf).collect(Collectors.joining(","));
        Directory directory =
                path.isPresent() ? FSDirectory.open(Files.createDirectories(path.get())) : new ByteBuffersDirectory();
        return new IndexFolder(directory, making, store, bufferBytes / (double) (1 << 20));
    }

    /** Looks what is there. */
    Found look(long storeSequence) throws IOException {
        try {
            if (!DirectoryReader.indexExists(directory)) {
                return new Found.Unusable("there is none");
            }
            Map<String, String> data = SegmentInfos.readLatestCommit(directory).getUserData();
            if (!making.equals(data.get(MAKING))) {
                return new Found.Unusable("it was made by another version or of other kinds");
            }
            long sequence = Long.parseLong(data.getOrDefault(SEQUENCE, "-1"));
            if (!store.equals(data.get(STORE)) || sequence < 0 || sequence > storeSequence) {
                return new Found.Unusable("it is not of this store");
            }
            return new Found.Usable(new Place(sequence, Long.parseLong(data.getOrDefault(BEGAN_AT, "0"))));
        } catch (IOException | IllegalArgumentException e) {
            if (isDamage(e)) {
                return new Found.Unusable("it is damaged: " + e.getMessage());
            }
            throw e;
        }
    }

    /** True when reading fails for what is in the files, or is not, and will fail again. */
    static boolean isDamage(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case CorruptIndexException e -> true;
            case IndexFormatTooOldException e -> true;
            case IndexFormatTooNewException e -> true;
            case EOFException e -> true;
            case FileNotFoundException e -> true;
            case NoSuchFileException e -> true;
            case IllegalArgumentException e -> true;
            case IndexOutOfBoundsException e -> true;
            default -> isDamage(failure.getCause());
        };
    }

    /** Opens it for writing, to go on or to begin anew. */
    IndexWriter writer(boolean isAnew) throws IOException {
        if (isAnew) {
            clear();
        }
        ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
        merges.setMaxMergesAndThreads(PENDING_MERGES, MERGE_THREADS);
        IndexWriterConfig config = new IndexWriterConfig(TextAnalysis.SHARED)
                .setOpenMode(isAnew ? OpenMode.CREATE : OpenMode.APPEND)
                .setSimilarity(Ranking.FORMULA)
                .setRAMBufferSizeMB(bufferMegabytes)
                .setMergeScheduler(merges)
                .setCommitOnClose(false);
        return new IndexWriter(directory, config);
    }

    /** Removes the files of an index, which may be so damaged that Lucene does not even replace them; and no others. */
    private void clear() throws IOException {
        for (String file : directory.listAll()) {
            boolean isOfIndex = IndexFileNames.CODEC_FILE_PATTERN.matcher(file).matches()
                    || file.startsWith(IndexFileNames.SEGMENTS)
                    || file.startsWith(IndexFileNames.PENDING_SEGMENTS);
            if (isOfIndex) {
                directory.deleteFile(file);
            }
        }
    }

    /** Makes durable what was written, and with it how far it goes. */
    void commit(IndexWriter writer, Place place) throws IOException {
        writer.setLiveCommitData(Map.of(
                        MAKING,
                        making,
                        STORE,
                        store,
                        SEQUENCE,
                        Long.toString(place.sequence()),
                        BEGAN_AT,
                        Long.toString(place.beganAt()))
                .entrySet());
        writer.commit();
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
