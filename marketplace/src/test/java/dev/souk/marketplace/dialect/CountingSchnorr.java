package dev.souk.marketplace.dialect;

import dev.souk.protocol.crypto.Schnorr;

/** Real signatures, and how many were checked. */
final class CountingSchnorr implements Schnorr {
    private final Schnorr real = Schnorr.best();
    private int checked;

    int checked() {
        return checked;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public boolean verify(byte[] signature, byte[] message, byte[] publicKey) {
        checked++;
        return real.verify(signature, message, publicKey);
    }

    @Override
    public byte[] sign(byte[] message, byte[] secretKey, byte[] auxiliaryRandomness) {
        return real.sign(message, secretKey, auxiliaryRandomness);
    }

    @Override
    public byte[] publicKey(byte[] secretKey) {
        return real.publicKey(secretKey);
    }
}
