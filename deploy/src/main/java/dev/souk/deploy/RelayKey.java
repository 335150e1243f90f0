package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.protocol.Hex;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay's own secret key: from the environment, or from a file that is made when it is not there. What is secret
 * stands in no message, and no failure here has a cause that might repeat it.
 */
final class RelayKey {
    private static final Logger LOG = LoggerFactory.getLogger(RelayKey.class);

    /** The variable that may hold the key as hex; it goes before the file. */
    static final String VARIABLE = "SOUK_RELAY_KEY";

    private static final String FILE = "relay.key";
    private static final int DIGITS = 64;

    /** Enough for a key and white space, and to see that a file holds more. */
    private static final int MAX_BYTES = 256;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private RelayKey() {}

    /**
     * The key that this configuration and environment name; the folder of the store must be there.
     *
     * @throws CommandFailure when there is something else in its place, or it is not kept secret
     */
    static SecretKey of(SoukConfig config, Map<String, String> environment) {
        return existing(config, environment).orElseGet(() -> {
            Path file = file(config);
            try {
                create(file);
                return read(file);
            } catch (IOException e) {
                throw unusable(file, e);
            }
        });
    }

    /**
     * The same, as far as there is one already: no file is made.
     *
     * @throws CommandFailure when there is something else in its place, or it is not kept secret
     */
    static Optional<SecretKey> existing(SoukConfig config, Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isEmpty()) {
            return Optional.of(parse(given)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE, VARIABLE + " holds no secret key of " + DIGITS + " hex digits")));
        }
        Path file = file(config);
        try {
            return Files.notExists(file) ? Optional.empty() : Optional.of(read(file));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Where the key is kept, unless the environment holds it. */
    static Path file(SoukConfig config) {
        if (config.market().keyFile().filter(path -> isKey(path.toString())).isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "marketplace.key_file is the name of a file, and must not be the key itself");
        }
        return config.market().keyFile().orElse(config.storage().path().resolve(FILE));
    }

    private static CommandFailure unusable(Path file, IOException e) {
        return failure("cannot use the key file " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
    }

    /** Writes a fresh key beside the file, and puts it there when it is whole, so that nobody ever reads half of one. */
    private static void create(Path file) throws IOException {
        byte[] secret = new byte[DIGITS / 2];
        new SecureRandom().nextBytes(secret);
        Path folder = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(folder, file.getFileName() + ".", ".new", attributes(file));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer line = ByteBuffer.wrap((Hex.of(secret) + "\n").getBytes(StandardCharsets.US_ASCII));
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            }
            place(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Gives the file its name; whoever was faster has made the key that counts. */
    private static void place(Path draft, Path file) throws IOException {
        try {
            // A link fails where a move might replace what somebody else has just made.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("event=relay-key-exists file={}", file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Some file systems have no links.
            Files.move(draft, file);
        }
    }

    private static FileAttribute<?>[] attributes(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static SecretKey read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw failure("the key file " + file + " is no file, or cannot be reached");
        }
        if (isPosix(file)) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            Set<PosixFilePermission> others = new HashSet<>(rights);
            others.retainAll(OTHERS);
            if (!others.isEmpty()) {
                throw failure("others than its owner may read or write the key file " + file + " ("
                        + PosixFilePermissions.toString(rights) + "): chmod 600 " + file);
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
            return parse(text)
                    .orElseThrow(() -> failure("the key file " + file + " holds no secret key of " + DIGITS
                            + " hex digits; a new one is made when there is no file"));
        }
    }

    private static boolean isKey(String text) {
        return text.matches("[0-9A-Fa-f]{" + DIGITS + "}");
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static Optional<SecretKey> parse(String text) {
        String digits = text.strip();
        if (!isKey(digits)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SecretKey.ofHex(digits));
        } catch (IllegalArgumentException e) {
            // It might repeat what it was given, so it ends here.
            return Optional.empty();
        }
    }

    private static CommandFailure failure(String message) {
        return new CommandFailure(ExitCode.FAILED, message);
    }
}
