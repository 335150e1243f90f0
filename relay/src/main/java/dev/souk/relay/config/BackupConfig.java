package dev.souk.relay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How commands such as {@code souk backup} get at the store of a running relay.
 *
 * @param online whether they can
 * @param folder where their socket and their checkpoints are, on the file system of the events; nowhere: they cannot
 * @param maxCheckpoints checkpoints at once; past it a command is refused
 * @param maxTime how long a command may keep one; files that the store has replaced stay until then
 */
public record BackupConfig(boolean online, Optional<Path> folder, int maxCheckpoints, Duration maxTime) {
    /** The most checkpoints that may be set. */
    public static final int MAX_CHECKPOINTS = 100;

    /** They can, for a day, in the store's folder. */
    public static final BackupConfig DEFAULT = new BackupConfig(true, Optional.empty(), 2, Duration.ofDays(1));

    /** The same in this folder. */
    public BackupConfig in(Path place) {
        return new BackupConfig(online, Optional.of(place), maxCheckpoints, maxTime);
    }
}
