package dev.souk.protocol.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * BIP-340 complete in Java, with Bouncy Castle's curve arithmetic: about 150-180 us for a check. The names of values are
 * those of the BIP's algorithms.
 */
public final class BouncyCastleSchnorr implements Schnorr {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger N = CURVE.getN();
    private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();
    private static final MessageDigest CHALLENGE = tagged("BIP0340/challenge");
    private static final MessageDigest NONCE = tagged("BIP0340/nonce");
    private static final MessageDigest AUX = tagged("BIP0340/aux");

    @Override
    public String name() {
        return "Bouncy Castle";
    }

    @Override
    public boolean verify(byte[] signature, byte[] message, byte[] publicKey) {
        if (signature.length != 64 || publicKey.length != 32) {
            return false;
        }
        BigInteger r = BigIntegers.fromUnsignedByteArray(signature, 0, 32);
        BigInteger s = BigIntegers.fromUnsignedByteArray(signature, 32, 32);
        BigInteger x = BigIntegers.fromUnsignedByteArray(publicKey);
        if (r.compareTo(P) >= 0 || s.compareTo(N) >= 0 || x.compareTo(P) >= 0) {
            return false;
        }
        ECPoint key;
        try {
            key = liftX(publicKey);
        } catch (IllegalArgumentException e) {
            // There is no point with this x.
            return false;
        }
        BigInteger e = challenge(BigIntegers.asUnsignedByteArray(32, r), publicKey, message);
        ECPoint point = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), s, key, N.subtract(e))
                .normalize();
        return !point.isInfinity()
                && !point.getAffineYCoord().testBitZero()
                && point.getAffineXCoord().toBigInteger().equals(r);
    }

    @Override
    public byte[] sign(byte[] message, byte[] secretKey, byte[] auxiliaryRandomness) {
        ECPoint key = multiplyG(inRange(secretKey));
        BigInteger d = hasEvenY(key) ? inRange(secretKey) : N.subtract(inRange(secretKey));
        byte[] x = key.getAffineXCoord().getEncoded();
        byte[] masked = BigIntegers.asUnsignedByteArray(32, d);
        byte[] mask = hash(AUX, auxiliaryRandomness);
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask[i];
        }
        BigInteger k = BigIntegers.fromUnsignedByteArray(hash(NONCE, masked, x, message))
                .mod(N);
        if (k.signum() == 0) {
            throw new IllegalStateException("the nonce is zero, which cannot happen by chance");
        }
        ECPoint nonce = multiplyG(k);
        k = hasEvenY(nonce) ? k : N.subtract(k);
        byte[] r = nonce.getAffineXCoord().getEncoded();
        BigInteger s = k.add(challenge(r, x, message).multiply(d)).mod(N);
        byte[] signature = new byte[64];
        System.arraycopy(r, 0, signature, 0, 32);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, signature, 32, 32);
        return signature;
    }

    @Override
    public byte[] publicKey(byte[] secretKey) {
        return multiplyG(inRange(secretKey)).getAffineXCoord().getEncoded();
    }

    private static BigInteger inRange(byte[] secretKey) {
        BigInteger d = BigIntegers.fromUnsignedByteArray(secretKey);
        if (secretKey.length != 32 || d.signum() == 0 || d.compareTo(N) >= 0) {
            throw new IllegalArgumentException("the secret key is out of range");
        }
        return d;
    }

    private static ECPoint multiplyG(BigInteger factor) {
        return CURVE.getG().multiply(factor).normalize();
    }

    private static boolean hasEvenY(ECPoint point) {
        return !point.getAffineYCoord().testBitZero();
    }

    /** The point with this x and an even y. */
    private static ECPoint liftX(byte[] x) {
        byte[] compressed = new byte[33];
        compressed[0] = 2;
        System.arraycopy(x, 0, compressed, 1, 32);
        return CURVE.getCurve().decodePoint(compressed);
    }

    private static BigInteger challenge(byte[] r, byte[] publicKey, byte[] message) {
        return BigIntegers.fromUnsignedByteArray(hash(CHALLENGE, r, publicKey, message))
                .mod(N);
    }

    /** The tagged hash, begun: what is common to all hashes of a tag is computed once, and cloned. */
    private static MessageDigest tagged(String tag) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] tagHash = digest.digest(tag.getBytes(StandardCharsets.US_ASCII));
            digest.update(tagHash);
            digest.update(tagHash);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hash(MessageDigest begun, byte[]... parts) {
        try {
            MessageDigest digest = (MessageDigest) begun.clone();
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }
}
