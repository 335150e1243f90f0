package dev.souk.protocol.crypto;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Hex;
import dev.souk.protocol.Signature;
import java.security.SecureRandom;

/** A secret key, which signs drafts. Never printed. Thread-safe. */
public final class SecretKey {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;
    private final Bytes32 publicKey;
    private final Schnorr schnorr = Schnorr.best();

    private SecretKey(byte[] secret) {
        this.secret = secret.clone();
        this.publicKey = Bytes32.of(schnorr.publicKey(secret));
    }

    /**
     * The key of these 32 bytes.
     *
     * @throws IllegalArgumentException when they are no valid key
     */
    public static SecretKey of(byte[] secret) {
        return new SecretKey(secret);
    }

    /**
     * The key that 64 hex digits spell.
     *
     * @throws IllegalArgumentException when they spell no valid key
     */
    public static SecretKey ofHex(String hex) {
        return new SecretKey(Hex.bytes(hex));
    }

    /** A fresh key. Of 2^256 numbers all but 2^128 are valid, so one draw is enough. */
    public static SecretKey random() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return new SecretKey(secret);
    }

    public Bytes32 publicKey() {
        return publicKey;
    }

    /** The draft as this key's event. */
    public Event sign(Draft draft) {
        Bytes32 id = Event.computeId(publicKey, draft.createdAt(), draft.kind(), draft.tags(), draft.content());
        byte[] auxiliaryRandomness = new byte[32];
        RANDOM.nextBytes(auxiliaryRandomness);
        byte[] signature = schnorr.sign(id.toBytes(), secret, auxiliaryRandomness);
        return new Event(
                id, publicKey, draft.createdAt(), draft.kind(), draft.tags(), draft.content(), Signature.of(signature));
    }

    @Override
    public String toString() {
        return "SecretKey[of " + publicKey + "]";
    }
}
