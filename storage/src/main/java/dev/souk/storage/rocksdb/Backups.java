package dev.souk.storage.rocksdb;

import dev.souk.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BackupEngine;
import org.rocksdb.BackupEngineOptions;
import org.rocksdb.BackupInfo;
import org.rocksdb.Env;
import org.rocksdb.RestoreOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Backups of a store in one folder, on any file system. They share the files that are the same, so that one more costs what
 * has changed since the last; each stands for itself all the same, and any may be deleted. The layout is that of RocksDB's
 * BackupEngine, with a checksum of every file, which is checked when it is restored. Owned by one thread; two processes at
 * once are kept from the same folder.
 */
public final class Backups implements AutoCloseable {
    /** Within a store: what is being restored. Whoever opens a store with it is refused, as it is not whole. */
    static final String RESTORING = "restoring";

    private static final String LOCK = "lock";

    /** Without this file a folder holds no store; therefore it comes last. */
    private static final String CURRENT = "CURRENT";

    private static final String SEQUENCE = "sequence=";

    private final Path folder;
    private final FileChannel lock;
    private final BackupEngineOptions options;
    private final BackupEngine engine;

    private Backups(Path folder, FileChannel lock, BackupEngineOptions options, BackupEngine engine) {
        this.folder = folder;
        this.lock = lock;
        this.options = options;
        this.engine = engine;
    }

    /**
     * One backup.
     *
     * @param number counts from 1 and is not given again
     * @param sequence the last change of the store that it holds
     * @param bytes what it takes when it is restored
     */
    public record Backup(int number, Instant madeAt, long sequence, long bytes) {}

    /**
     * Opens the folder, and creates it when it is not there.
     *
     * @param maxBytesPerSecond how fast files are copied; 0 for as fast as it goes
     */
    public static Backups open(Path folder, long maxBytesPerSecond) {
        try {
            RocksDB.loadLibrary();
            Files.createDirectories(folder);
            FileChannel lock = lock(folder);
            BackupEngineOptions options = new BackupEngineOptions(folder.toString())
                    .setSync(true)
                    .setBackupRateLimit(maxBytesPerSecond)
                    .setRestoreRateLimit(maxBytesPerSecond);
            return new Backups(folder, lock, options, BackupEngine.open(Env.getDefault(), options));
        } catch (IOException | RocksDBException e) {
            throw failure("cannot open the backups in " + folder, e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean isOurs;
        try {
            isOurs = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            isOurs = false;
        }
        if (!isOurs) {
            channel.close();
            throw new StorageException("another process works on the backups in " + folder + ": let it finish first");
        }
        return channel;
    }

    /** Adds a backup of the checkpoint in {@code config.path()}, which nobody else uses. */
    public Backup add(RocksConfig config) {
        try (Database checkpoint = Database.open(config, OpenMode.SETTLING)) {
            // What was left half done by somebody who was killed.
            engine.garbageCollect();
            checkpoint.backUp(engine, SEQUENCE + RocksEventStore.storedSequence(checkpoint));
            return all().getLast();
        } catch (RocksDBException e) {
            throw failure("cannot write a backup to " + folder, e);
        }
    }

    /** All that can be restored, the oldest first. */
    public List<Backup> all() {
        return engine.getBackupInfo().stream().map(Backups::backup).toList();
    }

    private static Backup backup(BackupInfo info) {
        return new Backup(
                info.backupId(),
                Instant.ofEpochSecond(info.timestamp()),
                Long.parseLong(info.appMetadata().substring(SEQUENCE.length())),
                info.size());
    }

    /** Deletes all but the newest, with the files that no other needs. */
    public void keep(int newest) {
        try {
            engine.purgeOldBackups(newest);
        } catch (RocksDBException e) {
            throw failure("cannot delete old backups in " + folder, e);
        }
    }

    /**
     * Makes the store of a backup in {@code store}, where there is none. It can be opened when it is whole and not before,
     * and the attempt be repeated, whatever cuts it off.
     */
    public void restore(int number, Path store) {
        Path draft = store.resolve(RESTORING);
        try (RestoreOptions restoring = new RestoreOptions(false)) {
            if (Files.exists(store.resolve(CURRENT))) {
                finish(number, store, draft);
                return;
            }
            Files.createDirectories(draft);
            engine.restoreDbFromBackup(number, draft.toString(), draft.toString(), restoring);
            moveInto(store, draft);
        } catch (IOException | RocksDBException e) {
            throw failure("cannot restore backup " + number + " of " + folder + " to " + store, e);
        }
    }

    /** All that a restore that was cut off in its last step has left to do is to say that it is done. */
    private void finish(int number, Path store, Path draft) throws IOException, RocksDBException {
        if (isEmptyFolder(draft)) {
            Files.delete(draft);
            if (holds(number, store)) {
                return;
            }
        }
        throw new StorageException("there is a store in " + store + ": move it away first, or name another folder");
    }

    private boolean holds(int number, Path store) throws RocksDBException {
        try (Database restored = Database.open(RocksConfig.DEFAULT.at(store), OpenMode.READING)) {
            long sequence = RocksEventStore.storedSequence(restored);
            return all().stream().anyMatch(backup -> backup.number() == number && backup.sequence() == sequence);
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        }
    }

    /** Refuses a store whose restore was cut off. */
    static void requireWhole(Path store) {
        if (Files.exists(store.resolve(RESTORING))) {
            throw new StorageException("a restore to " + store + " was cut off: restore it again");
        }
    }

    private static void moveInto(Path store, Path draft) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(draft)) {
            files = all.filter(file -> !file.endsWith(CURRENT)).toList();
        }
        for (Path file : files) {
            move(file, store);
        }
        // After a loss of power, too, all else is there when CURRENT is.
        force(store);
        move(draft.resolve(CURRENT), store);
        force(store);
        Files.delete(draft);
    }

    /** Has a folder's names outlast a loss of power, where folders can be opened. */
    private static void force(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void move(Path file, Path folder) throws IOException {
        Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private static StorageException failure(String attempted, Exception cause) {
        return new StorageException(attempted + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        engine.close();
        options.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw failure("cannot give the backups in " + folder + " free", e);
        }
    }
}
