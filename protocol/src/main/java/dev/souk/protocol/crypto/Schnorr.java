package dev.souk.protocol.crypto;

/** Schnorr signatures on secp256k1 (BIP-340). Thread-safe. */
public interface Schnorr {
    /** What it is, for the start log. */
    String name();

    /**
     * True when {@code signature} (64 bytes) is that of the key {@code publicKey} (32 bytes) for {@code message}. False
     * for anything else, malformed keys and signatures included.
     */
    boolean verify(byte[] signature, byte[] message, byte[] publicKey);

    /**
     * Signs.
     *
     * @param message 32 bytes, as event ids are; the pure Java implementation takes any length
     * @param secretKey 32 bytes, a number from 1 to below the group's order
     * @param auxiliaryRandomness 32 bytes that protect the key against side channels
     * @return 64 bytes
     * @throws IllegalArgumentException when the key is out of range
     */
    byte[] sign(byte[] message, byte[] secretKey, byte[] auxiliaryRandomness);

    /**
     * The x coordinate (32 bytes) of a secret key's public key.
     *
     * @throws IllegalArgumentException when the key is out of range
     */
    byte[] publicKey(byte[] secretKey);

    /** The fastest implementation that works here: libsecp256k1 where it loads, Bouncy Castle otherwise. */
    static Schnorr best() {
        return BestSchnorr.INSTANCE;
    }
}
