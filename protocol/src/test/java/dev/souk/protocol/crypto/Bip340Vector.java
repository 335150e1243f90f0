package dev.souk.protocol.crypto;

import dev.souk.protocol.Hex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One row of the test vectors that BIP-340 publishes.
 *
 * @param secretKey in hex; empty for the rows that only verify
 * @param auxiliaryRandomness in hex; empty for the rows that only verify
 * @param isValid what verification must say
 */
record Bip340Vector(
        int index,
        String secretKey,
        String publicKey,
        String auxiliaryRandomness,
        String message,
        String signature,
        boolean isValid,
        String comment) {
    private static final String FILE = "/bip340-test-vectors.csv";

    /** All rows, in their order. */
    static List<Bip340Vector> all() {
        InputStream file = Objects.requireNonNull(Bip340Vector.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Bip340Vector::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + FILE, e);
        }
    }

    private static Bip340Vector parse(String line) {
        String[] cells = line.split(",", 8);
        boolean isValid = cells[6].equals("TRUE");
        return new Bip340Vector(
                Integer.parseInt(cells[0]), cells[1], cells[2], cells[3], cells[4], cells[5], isValid, cells[7]);
    }

    boolean canSign() {
        return !secretKey.isEmpty();
    }

    byte[] messageBytes() {
        return Hex.bytes(message);
    }

    byte[] publicKeyBytes() {
        return Hex.bytes(publicKey);
    }

    byte[] signatureBytes() {
        return Hex.bytes(signature);
    }

    @Override
    public String toString() {
        return "row " + index + " " + comment;
    }
}
