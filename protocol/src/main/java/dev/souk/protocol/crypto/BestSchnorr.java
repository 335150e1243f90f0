package dev.souk.protocol.crypto;

import java.util.Arrays;

/** Chooses once, when it is first asked. */
final class BestSchnorr {
    static final Schnorr INSTANCE = choose();

    private BestSchnorr() {}

    /** Loading a native library fails with errors of many kinds; whatever it is, the pure Java one works. */
    private static Schnorr choose() {
        Schnorr portable = new BouncyCastleSchnorr();
        try {
            Schnorr fast = new LibSecp256k1Schnorr();
            return agree(fast, portable) ? fast : portable;
        } catch (Exception | LinkageError e) {
            return portable;
        }
    }

    /** A signature that each accepts of the other. */
    private static boolean agree(Schnorr one, Schnorr other) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        byte[] message = new byte[32];
        byte[] publicKey = other.publicKey(key);
        byte[] signature = one.sign(message, key, message);
        return Arrays.equals(publicKey, one.publicKey(key))
                && other.verify(signature, message, publicKey)
                && one.verify(other.sign(message, key, message), message, publicKey);
    }
}
