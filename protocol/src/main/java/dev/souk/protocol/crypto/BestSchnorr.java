package dev.souk.protocol.crypto;

import dev.souk.protocol.Hex;
import java.util.Arrays;

/** Chooses once, when it is first asked. */
final class BestSchnorr {
    static final Schnorr INSTANCE = choose();

    private BestSchnorr() {}

    /** Loading a native library fails with errors of many kinds; whatever it is, the pure Java one works. */
    private static Schnorr choose() {
        try {
            Schnorr fast = new LibSecp256k1Schnorr();
            return isRight(fast) ? fast : new BouncyCastleSchnorr();
        } catch (Exception | LinkageError e) {
            return new BouncyCastleSchnorr();
        }
    }

    /**
     * True when it does what BIP-340's test vector 1 says, and rejects what differs from it. A vector rather than the pure
     * Java implementation, as loading that takes longer than anything else when the relay starts.
     */
    private static boolean isRight(Schnorr schnorr) {
        byte[] key = Hex.bytes("b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef");
        byte[] publicKey = Hex.bytes("dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659");
        byte[] message = Hex.bytes("243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89");
        byte[] auxiliaryRandomness = new byte[32];
        auxiliaryRandomness[31] = 1;
        byte[] signature = Hex.bytes("6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
                + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a");
        boolean signs = Arrays.equals(publicKey, schnorr.publicKey(key))
                && Arrays.equals(signature, schnorr.sign(message, key, auxiliaryRandomness));
        boolean accepts = schnorr.verify(signature, message, publicKey);
        signature[63] ^= 1;
        return signs && accepts && !schnorr.verify(signature, message, publicKey);
    }
}
