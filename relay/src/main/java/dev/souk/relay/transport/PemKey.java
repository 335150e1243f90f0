package dev.souk.relay.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in a PEM file, without a password: PKCS #8, as certbot and most others write it (RFC 7468). */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final long MAX_BYTES = 64 << 10;

    private PemKey() {}

    /** @throws IllegalArgumentException when the file holds something else; it says what to do */
    static PrivateKey read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException(file + " is larger than any key");
        }
        Matcher block = BLOCK.matcher(Files.readString(file));
        if (!block.find()) {
            throw new IllegalArgumentException(file + " holds no private key in PEM");
        }
        if (!block.group(1).equals("PRIVATE KEY")) {
            throw new IllegalArgumentException(file + " holds an " + block.group(1)
                    + "; convert it: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
        return ALGORITHMS.stream()
                .flatMap(algorithm -> key(algorithm, bytes).stream())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(file + " holds a key of none of the algorithms " + ALGORITHMS));
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] bytes) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
