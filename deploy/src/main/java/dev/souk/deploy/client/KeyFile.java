package dev.souk.deploy.client;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Hex;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file with one secret key: 64 hex digits and a line end, for nobody's eyes but the owner's. Where files have
 * permissions, one that others may read is refused. What it holds stands in no message.
 */
public final class KeyFile {
    private static final int MAX_BYTES = 1_024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {}

    /**
     * The key in this file.
     *
     * @throws ClientException when there is none, or others may read it
     */
    public static SecretKey read(Path file) throws IOException {
        try {
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (posix != null && posix.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
                throw new ClientException("others may read " + file + ", so it is no secret: chmod 600 " + file);
            }
            try (var in = Files.newInputStream(file)) {
                return parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII), file.toString());
            }
        } catch (NoSuchFileException e) {
            throw new ClientException("there is no " + file + ": --new-key " + file + " makes one", e);
        }
    }

    /**
     * The key that {@code text} spells.
     *
     * @param where it was found, for the message
     */
    public static SecretKey parse(String text, String where) {
        String hex = text.strip();
        if (hex.startsWith("nsec1")) {
            throw new ClientException(where + " holds a key as nsec; 64 hex digits are needed");
        }
        try {
            return SecretKey.ofHex(hex);
        } catch (IllegalArgumentException e) {
            // The cause may quote the secret.
            throw new ClientException(where + " holds no secret key, which is 64 hex digits");
        }
    }

    /**
     * Makes a new key and writes it into a new file.
     *
     * @throws ClientException when the file is there already
     */
    public static SecretKey create(Path file) throws IOException {
        byte[] secret = new byte[Bytes32.SIZE];
        new SecureRandom().nextBytes(secret);
        SecretKey key = SecretKey.of(secret);
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, options, attributes(file)))) {
            out.write((Hex.of(secret) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (FileAlreadyExistsException e) {
            throw new ClientException(file + " is there already: use it with --key, or name another", e);
        }
        return key;
    }

    private static FileAttribute<?>[] attributes(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean isPosix = folder != null
                && Files.exists(folder)
                && Files.getFileStore(folder).supportsFileAttributeView("posix");
        return isPosix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
