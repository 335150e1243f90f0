package dev.souk.relay.management;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of JSON Lines that only grows, for nobody's eyes but the owner's. Past {@code maxBytes} it is kept as {@code
 * <name>.1}, in place of the one before, and a new one begun; so it takes at most twice that. Thread-safe, by one lock,
 * under which it writes. When the disk fails the line is lost, and the log says so: what was called has been done.
 */
final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final long maxBytes;
    private final boolean isSynced;

    /** Open since the first line; guarded by the lock. */
    private Optional<FileChannel> channel = Optional.empty();

    /** @param isSynced whether each line is on the disk before it counts as written */
    AuditLog(Path file, long maxBytes, boolean isSynced) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.isSynced = isSynced;
    }

    /**
     * Adds a line.
     *
     * @param line its bytes, with the line's end
     */
    synchronized void append(byte[] line) {
        try {
            FileChannel open = room(line.length);
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            if (isSynced) {
                open.force(false);
            }
        } catch (IOException e) {
            LOG.error("event=audit-failed file={}", file, e);
            close();
        }
    }

    /** The file, which has room for so many bytes. */
    private FileChannel room(int bytes) throws IOException {
        if (channel.isEmpty()) {
            channel = Optional.of(open());
        }
        FileChannel current = channel.get();
        if (current.size() > 0 && current.size() + bytes > maxBytes) {
            current.close();
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            current = open();
            channel = Optional.of(current);
        }
        return current;
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                attributes());
    }

    private FileAttribute<?>[] attributes() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    @Override
    public synchronized void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            LOG.error("event=audit-failed file={}", file, e);
        }
        channel = Optional.empty();
    }
}
