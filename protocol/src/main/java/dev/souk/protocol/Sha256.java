package dev.souk.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which ids and indexes are made of. Asking the platform for a new one costs as much as hashing a short text. */
public final class Sha256 {
    private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(Sha256::create);

    private Sha256() {}

    /** This thread's digest. To be used up by its {@code digest} methods, which reset it, before anyone asks again. */
    public static MessageDigest digest() {
        MessageDigest digest = OF_THREAD.get();
        // Whoever failed half-way has left something behind.
        digest.reset();
        return digest;
    }

    /** The hash of {@code bytes}. */
    public static Bytes32 of(byte[] bytes) {
        return Bytes32.of(digest().digest(bytes));
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
