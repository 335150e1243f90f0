package dev.souk.protocol.crypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;

/**
 * libsecp256k1 through JNI: about 48 us for a check. Its binding takes messages of 32 bytes only, which is what event ids
 * are; other lengths, which only test vectors have, go to the pure Java implementation.
 */
public final class LibSecp256k1Schnorr implements Schnorr {
    private static final int MESSAGE = 32;

    private final Secp256k1 library = Secp256k1.get();

    /** Loaded when it is first needed, which for events is never. */
    private static final class AnyLength {
        static final Schnorr INSTANCE = new BouncyCastleSchnorr();
    }

    @Override
    public String name() {
        return "libsecp256k1";
    }

    @Override
    public boolean verify(byte[] signature, byte[] message, byte[] publicKey) {
        if (message.length != MESSAGE) {
            return AnyLength.INSTANCE.verify(signature, message, publicKey);
        }
        if (signature.length != 64 || publicKey.length != 32) {
            return false;
        }
        try {
            return library.verifySchnorr(signature, message, publicKey);
        } catch (Secp256k1Exception e) {
            // A public key that is no point of the curve; the binding throws where others answer.
            return false;
        }
    }

    @Override
    public byte[] sign(byte[] message, byte[] secretKey, byte[] auxiliaryRandomness) {
        if (message.length != MESSAGE) {
            return AnyLength.INSTANCE.sign(message, secretKey, auxiliaryRandomness);
        }
        check(secretKey);
        return library.signSchnorr(message, secretKey, auxiliaryRandomness);
    }

    @Override
    public byte[] publicKey(byte[] secretKey) {
        check(secretKey);
        return Arrays.copyOfRange(library.pubkeyCreate(secretKey), 1, 33);
    }

    private void check(byte[] secretKey) {
        if (secretKey.length != 32 || !library.secKeyVerify(secretKey)) {
            throw new IllegalArgumentException("the secret key is out of range");
        }
    }
}
