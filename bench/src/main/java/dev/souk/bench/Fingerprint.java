package dev.souk.bench;

import dev.souk.protocol.Hex;
import dev.souk.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Tells corpora apart. */
final class Fingerprint {
    private Fingerprint() {}

    /** The SHA-256 of a file, in hex. */
    static String of(Path file) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), sha256)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return Hex.of(sha256.digest());
    }
}
