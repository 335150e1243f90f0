package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file with the relay's secret key on its way into a folder of backups, and back. Nobody but its owner may ever read it. */
final class KeyCopy {
    private static final String FILE = "relay.key";

    private KeyCopy() {}

    /** Copies the key file of this configuration to {@code backups}, in place of an older copy. */
    static void save(SoukConfig config, Path backups) throws IOException {
        Path key = RelayKey.file(config);
        if (Files.notExists(key)) {
            throw new CommandFailure(
                    ExitCode.FAILED, "the events are backed up, but there is no key file " + key + " for --with-key");
        }
        Path copy = backups.resolve(FILE);
        Files.deleteIfExists(copy);
        copy(key, copy);
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

    private static void copy(Path from, Path to) throws IOException {
        FileAttribute<?>[] ownerOnly =
                to.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (OutputStream out = Channels.newOutputStream(
                Files.newByteChannel(to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly))) {
            Files.copy(from, out);
        }
    }
}
