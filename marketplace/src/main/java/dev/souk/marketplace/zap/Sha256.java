package dev.souk.marketplace.zap;

import dev.souk.protocol.Bytes32;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, of which every Java platform has one. */
final class Sha256 {
    private Sha256() {}

    static Bytes32 of(byte[] bytes) {
        try {
            return Bytes32.of(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
