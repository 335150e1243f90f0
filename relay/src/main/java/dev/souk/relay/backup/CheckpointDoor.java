package dev.souk.relay.backup;

import dev.souk.relay.config.BackupConfig;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands checkpoints of the running relay's store to commands of the same machine. Its socket is a file that its owner alone may
 * use, and it takes no path and no other request: all a caller can get is a checkpoint, and all it can do with it is to
 * read. A checkpoint lasts as long as the connection, so one that is killed leaves nothing behind.
 *
 * <p>The thread {@code checkpoint-door} accepts; each caller has a thread {@code checkpoint-n}, of which there are a few
 * more than there may ever be checkpoints at once; who finds none is refused. Nobody waits for them but {@link #close}.
 */
public final class CheckpointDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDoor.class);

    /** How long a caller may take to say what it wants. */
    private static final long PATIENCE_SECONDS = 10;

    /** How long to wait until what failed is tried again. */
    private static final long PAUSE_SECONDS = 1;

    private static final int BACKLOG = 8;

    /** Callers who have no checkpoint, because they just came or are about to go. */
    private static final int KNOCKING = 4;

    private static final String BUSY = "as many checkpoints as backup.max_checkpoints are in use: try again later";

    private final Supplier<BackupConfig> settings;
    private final Path folder;
    private final Path checkpoints;
    private final EventStore store;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final RelayMetrics metrics;
    private final AtomicLong made = new AtomicLong();
    private final ExecutorService callers;
    private final AtomicInteger held = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "checkpoint-door");

    /** Set by {@link #start} before the thread begins. */
    private Optional<ServerSocketChannel> door = Optional.empty();

    /**
     * @param folder where the socket and the checkpoints are, of this store alone; created when it is not there
     * @param scheduler takes the connection from callers who keep it too long, and clears up behind them
     */
    public CheckpointDoor(
            Supplier<BackupConfig> settings,
            Path folder,
            EventStore store,
            InstantSource clock,
            ScheduledExecutorService scheduler,
            RelayMetrics metrics) {
        this.settings = settings;
        this.folder = folder;
        this.checkpoints = folder.resolve("checkpoints");
        this.store = store;
        this.clock = clock;
        this.scheduler = scheduler;
        this.metrics = metrics;
        AtomicLong threads = new AtomicLong();
        this.callers = new ThreadPoolExecutor(
                0,
                BackupConfig.MAX_CHECKPOINTS + KNOCKING,
                1,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, "checkpoint-" + threads.incrementAndGet()));
    }

    /** Opens the door, after what was left behind by a process that was killed is deleted. Without a door the relay runs, too. */
    public void start() {
        try {
            Files.createDirectories(folder);
            Folders.delete(checkpoints);
            Path socket = Wire.address(folder).getPath();
            Files.deleteIfExists(socket);
            ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            opened.bind(Wire.address(folder), BACKLOG);
            if (Files.getFileStore(socket).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            }
            door = Optional.of(opened);
            thread.setDaemon(true);
            thread.start();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("event=no-online-backup folder={} why=\"{}\"", folder, e.getMessage());
        }
    }

    private void run() {
        try (ServerSocketChannel open = door.orElseThrow()) {
            while (open.isOpen()) {
                accept(open);
            }
        } catch (IOException e) {
            LOG.warn("event=checkpoint-door-not-closed", e);
        }
    }

    /** One failure, as when the process has no file left to open, is no reason to stay away for good. */
    private void accept(ServerSocketChannel open) {
        try {
            SocketChannel caller = open.accept();
            try {
                callers.execute(() -> serve(caller));
            } catch (RejectedExecutionException e) {
                refuse(caller, BUSY);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("event=checkpoint-door-closed", e);
        } catch (IOException e) {
            LOG.error("event=checkpoint-door-failed why=\"{}\"", e.getMessage());
            LockSupport.parkNanos(this, TimeUnit.SECONDS.toNanos(PAUSE_SECONDS));
        }
    }

    private static void refuse(SocketChannel caller, String why) {
        try (caller) {
            Wire.write(caller, Wire.REFUSED + why);
        } catch (IOException e) {
            LOG.debug("event=checkpoint-caller-gone", e);
        }
    }

    private void serve(SocketChannel caller) {
        ScheduledFuture<?> patience = scheduler.schedule(() -> end(caller), PATIENCE_SECONDS, TimeUnit.SECONDS);
        try (caller) {
            Optional<String> request = Wire.read(caller);
            patience.cancel(false);
            if (request.isPresent()) {
                answer(request.get(), caller);
            }
        } catch (IOException e) {
            LOG.debug("event=checkpoint-caller-gone", e);
        } finally {
            patience.cancel(false);
        }
    }

    private void answer(String request, SocketChannel caller) throws IOException {
        if (!request.equals(Wire.CHECKPOINT)) {
            refuse(caller, "this relay hands out checkpoints only");
        } else {
            try {
                if (held.incrementAndGet() > settings.get().maxCheckpoints()) {
                    refuse(caller, BUSY);
                } else {
                    hand(caller);
                }
            } finally {
                held.decrementAndGet();
            }
        }
    }

    private static void end(SocketChannel caller) {
        try {
            caller.close();
        } catch (IOException e) {
            LOG.debug("event=checkpoint-caller-gone", e);
        }
    }

    /** Makes a checkpoint, and deletes it when the caller is gone. */
    private void hand(SocketChannel caller) throws IOException {
        Path checkpoint = checkpoints.resolve(Long.toString(made.incrementAndGet()));
        metrics.checkpoints().incrementAndGet();
        try {
            Files.createDirectories(checkpoints);
            store.checkpoint(checkpoint);
            LOG.info("event=checkpoint-made sequence={}", store.sequence());
            lend(caller, checkpoint);
            LOG.info("event=checkpoint-returned");
        } catch (StorageException e) {
            LOG.error("event=checkpoint-failed", e);
            refuse(caller, String.valueOf(e.getMessage()));
        } finally {
            metrics.checkpoints().decrementAndGet();
            delete(checkpoint);
        }
    }

    /** Somebody whose time is up may still write there: then again, as no file in it gives its space back. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the scheduler; the next start deletes what is left.
    private void delete(Path checkpoint) {
        try {
            Folders.delete(checkpoint);
        } catch (IOException e) {
            LOG.warn("event=checkpoint-not-deleted folder={} why=\"{}\"", checkpoint, e.toString());
            scheduler.schedule(() -> delete(checkpoint), PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Until the caller is gone, or his time is up. */
    private void lend(SocketChannel caller, Path checkpoint) throws IOException {
        ScheduledFuture<?> patience =
                scheduler.schedule(() -> end(caller), settings.get().maxTime().toMillis(), TimeUnit.MILLISECONDS);
        try {
            Wire.write(caller, Wire.READY + checkpoint.toAbsolutePath());
            while (Wire.read(caller).equals(Optional.of(Wire.BACKED_UP))) {
                metrics.lastBackup().set(clock.instant().getEpochSecond());
                Wire.write(caller, Wire.NOTED);
            }
        } finally {
            patience.cancel(false);
        }
    }

    /** Callers who still work on a checkpoint lose it. The store may be closed when it returns. */
    @Override
    public void close() {
        callers.shutdownNow();
        try {
            if (door.isPresent()) {
                door.get().close();
                Files.deleteIfExists(Wire.address(folder).getPath());
            }
            while (!callers.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("event=checkpoint-still-being-made");
            }
        } catch (IOException e) {
            LOG.warn("event=checkpoint-door-not-closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
