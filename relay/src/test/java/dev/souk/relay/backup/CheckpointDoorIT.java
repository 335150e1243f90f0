package dev.souk.relay.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.relay.Eventually;
import dev.souk.relay.RelayFixture;
import dev.souk.relay.config.BackupConfig;
import dev.souk.storage.EventStore;
import dev.souk.storage.StorageException;
import dev.souk.storage.rocksdb.RocksConfig;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CheckpointDoorIT {
    private static final Event NOTE = TestEvents.note("kept").build();

    private final Path folder;
    private RelayFixture relay;

    CheckpointDoorIT(@TempDir Path folder) {
        this.folder = folder;
        relay = start(new BackupConfig(true, Optional.of(folder), 1, Duration.ofDays(1)));
    }

    private static RelayFixture start(BackupConfig backup) {
        return RelayFixture.start(config -> config.withBackup(backup));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private HeldCheckpoint take() {
        return HeldCheckpoint.take(folder, () -> {
            throw new AssertionError("the relay was not asked");
        });
    }

    private SocketChannel caller() throws IOException {
        return SocketChannel.open(Wire.address(folder));
    }

    private boolean isEmpty() {
        try (Stream<Path> checkpoints = Files.list(folder.resolve("checkpoints"))) {
            return checkpoints.findAny().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCheckpointIsAStoreOfAllThatWasAccepted() {
        relay.connect().accepted(NOTE);
        try (HeldCheckpoint checkpoint = take()) {
            assertEquals(1.0, relay.meter("souk_checkpoints"));
            try (EventStore store = RocksEventStore.open(
                    RocksConfig.DEFAULT.at(checkpoint.folder()), java.time.InstantSource.system())) {
                assertTrue(store.contains(NOTE.id()));
            }
            checkpoint.backedUp();
            assertEquals((double) RelayFixture.START.getEpochSecond(), relay.meter("souk_backup_last"));
        }
        Eventually.holds("it is deleted", this::isEmpty);
        assertEquals(0.0, relay.meter("souk_checkpoints"));
    }

    @Test
    void oneMoreThanMaxCheckpointsIsRefused() {
        try (HeldCheckpoint first = take()) {
            assertTrue(Files.isDirectory(first.folder()));
            StorageException refusal = assertThrows(StorageException.class, this::take);
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("backup.max_checkpoints are in use: try again later"),
                    refusal::toString);
        }
    }

    @Test
    void whoKeepsOneLongerThanMaxTimeLosesIt() throws IOException {
        relay.close();
        relay = start(new BackupConfig(true, Optional.of(folder), 1, Duration.ofMillis(500)));
        try (SocketChannel caller = caller()) {
            Wire.write(caller, Wire.CHECKPOINT);
            assertTrue(Wire.read(caller).orElseThrow().startsWith(Wire.READY));
            assertEquals(Optional.empty(), Wire.read(caller));
        }
        Eventually.holds("it is deleted", this::isEmpty);
    }

    /** It does not know yet that its time is up, and goes on for a while. */
    @Test
    void aCheckpointIntoWhichSomebodyStillWritesIsDeletedWhenThatEnds() throws IOException {
        relay.close();
        relay = start(new BackupConfig(true, Optional.of(folder), 1, Duration.ofMillis(500)));
        Path checkpoint;
        CompletableFuture<Void> writing;
        try (SocketChannel caller = caller()) {
            Wire.write(caller, Wire.CHECKPOINT);
            checkpoint = Path.of(Wire.read(caller).orElseThrow().substring(Wire.READY.length()));
            writing = CompletableFuture.runAsync(() -> write(checkpoint, 5_000));
            assertEquals(Optional.empty(), Wire.read(caller));
        }
        writing.join();
        Eventually.holds("it is deleted", this::isEmpty);
    }

    /** Goes on until the relay has begun to delete, and for so many files more; or until there is no folder to write to. */
    private static void write(Path checkpoint, int more) {
        int left = more;
        try {
            for (int i = 0; left > 0; i++) {
                Files.writeString(checkpoint.resolve("late-" + i % 1_000), "");
                left -= Files.exists(checkpoint.resolve("CURRENT")) ? 0 : 1;
            }
        } catch (IOException gone) {
            assertTrue(Files.notExists(checkpoint));
        }
    }

    @Test
    void otherBoundsHoldWithoutARestart() throws IOException {
        try (HeldCheckpoint first = take()) {
            assertThrows(StorageException.class, this::take);
            set(new BackupConfig(true, Optional.of(folder), 2, Duration.ofMillis(500)));
            try (SocketChannel second = caller()) {
                Wire.write(second, Wire.CHECKPOINT);
                assertTrue(Wire.read(second).orElseThrow().startsWith(Wire.READY));
                assertEquals(Optional.empty(), Wire.read(second));
            }
            assertTrue(Files.isDirectory(first.folder()));
        }
    }

    private void set(BackupConfig backup) {
        relay.set(config -> config.withBackup(backup));
    }

    @Test
    void nothingElseIsToBeHadAtTheDoor() throws IOException {
        for (String request : List.of("", "backup /etc", "checkpoint /etc", "CHECKPOINT", "GET / HTTP/1.1\r")) {
            try (SocketChannel caller = caller()) {
                Wire.write(caller, request);
                assertEquals(Optional.of("refused this relay hands out checkpoints only"), Wire.read(caller), request);
            }
        }
        assertTrue(Files.notExists(folder.resolve("checkpoints")));
    }

    @Test
    void endlessLinesAndCallersWhoLeaveHarmNobody() throws IOException {
        try (SocketChannel caller = caller()) {
            assertThrows(IOException.class, () -> {
                Wire.write(caller, "x".repeat(1 << 20));
                Wire.read(caller).orElseThrow(IOException::new);
            });
        }
        caller().close();
        try (SocketChannel caller = caller()) {
            Wire.write(caller, Wire.CHECKPOINT);
        }
        relay.connect().accepted(NOTE);
        Eventually.holds("another may come", () -> {
            try (HeldCheckpoint checkpoint = take()) {
                return Files.isDirectory(checkpoint.folder());
            } catch (StorageException busy) {
                return false;
            }
        });
    }

    @Test
    void onlyTheOwnerOfTheSocketMayKnock() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(Wire.address(folder).getPath())));
    }

    @Test
    void whatAKilledRelayLeftBehindIsDeletedAtTheStart() throws IOException {
        relay.close();
        Path left = Files.createDirectories(folder.resolve("checkpoints").resolve("7"));
        Files.writeString(left.resolve("000001.sst"), "left");
        Files.writeString(folder.resolve("checkpoint.sock"), "");
        relay = start(new BackupConfig(true, Optional.of(folder), 1, Duration.ofDays(1)));
        assertTrue(Files.notExists(left));
        take().close();
    }

    @Test
    void withoutADoorTheStoreIsOpenedWhichSaysThatItIsInUse() {
        relay.close();
        relay = start(new BackupConfig(false, Optional.of(folder), 1, Duration.ofDays(1)));
        StorageException inUse = new StorageException("another process uses the store");
        assertEquals(
                inUse,
                assertThrows(
                        StorageException.class,
                        () -> HeldCheckpoint.take(folder, () -> {
                            throw inUse;
                        })));
    }

    @Test
    void aStopTakesTheCheckpointBack() throws IOException {
        try (SocketChannel caller = caller()) {
            Wire.write(caller, Wire.CHECKPOINT);
            assertTrue(Wire.read(caller).isPresent());
            relay.close();
            assertTrue(isEmpty());
            assertEquals(Optional.empty(), Wire.read(caller));
        }
        relay = start(BackupConfig.DEFAULT);
    }
}
