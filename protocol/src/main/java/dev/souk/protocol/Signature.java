package dev.souk.protocol;

import java.util.Optional;

/** A BIP-340 signature: 64 bytes, kept as its two halves. Whether it is valid is not known here. */
public record Signature(Bytes32 r, Bytes32 s) {
    /** The size in bytes. */
    public static final int SIZE = 64;

    /** Reads exactly 64 bytes. */
    public static Signature of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("expected 64 bytes, got " + bytes.length);
        }
        return new Signature(Bytes32.at(bytes, 0), Bytes32.at(bytes, 32));
    }

    /** The signature that 128 lowercase hex digits spell, or nothing. */
    public static Optional<Signature> parse(String hex) {
        return Hex.isHex(hex, 128)
                ? Optional.of(new Signature(Bytes32.hexAt(hex, 0), Bytes32.hexAt(hex, 64)))
                : Optional.empty();
    }

    /** A fresh copy of the bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[SIZE];
        r.write(bytes, 0);
        s.write(bytes, 32);
        return bytes;
    }

    /** The 128 lowercase hex digits. */
    public String hex() {
        return r.hex() + s.hex();
    }

    @Override
    public String toString() {
        return hex();
    }
}
