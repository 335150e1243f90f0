package dev.souk.protocol.negentropy;

/** The version of the protocol, which is the first byte of each message. */
public final class Version {
    static final byte ONE = 0x61;

    private Version() {}

    /** True when the message, which is not empty, can be read. */
    public static boolean isKnown(byte[] message) {
        return message[0] == ONE;
    }

    /** What a server answers when it is not: the version to use. */
    public static byte[] offer() {
        return new byte[] {ONE};
    }
}
