package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The file with the relay's secret key on its way into a folder of backups, and back. Nobody but its owner may ever read it. */
final class KeyCopy {
    private static final String FILE = "relay.key";

    private KeyCopy() {}

    /**
     * Copies the key file of this configuration to {@code backups}, where there is always a whole copy once there was one.
     *
     * @return where an older copy is now that holds something else: it may be the only one of another key
     */
    static Optional<Path> save(SoukConfig config, Path backups) throws IOException {
        Path key = RelayKey.file(config);
        if (Files.notExists(key)) {
            throw new CommandFailure(
                    ExitCode.FAILED, "the events are backed up, but there is no key file " + key + " for --with-key");
        }
        Path copy = backups.resolve(FILE);
        Optional<Path> older = Optional.empty();
        if (Files.exists(copy) && Files.mismatch(key, copy) >= 0) {
            older = Optional.of(free(backups));
            copy(copy, older.get());
        }
        copy(key, copy);
        return older;
    }

    private static Path free(Path backups) {
        int number = 1;
        while (Files.exists(backups.resolve(FILE + "." + number))) {
            number++;
        }
        return backups.resolve(FILE + "." + number);
    }

    /** Copies it back, if there is one and the configuration has none yet. True if it did. */
    static boolean restore(SoukConfig config, Path backups) throws IOException {
        Path copy = backups.resolve(FILE);
        Path key = RelayKey.file(config);
        if (Files.notExists(copy) || Files.exists(key)) {
            return false;
        }
        copy(copy, key);
        return true;
    }

    /** Gives the copy its name when it is whole and on the disk. */
    private static void copy(Path from, Path to) throws IOException {
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        Files.deleteIfExists(draft);
        FileAttribute<?>[] ownerOnly =
                to.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(from));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
