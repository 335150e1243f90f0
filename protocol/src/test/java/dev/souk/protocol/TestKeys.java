package dev.souk.protocol;

import dev.souk.protocol.crypto.SecretKey;
import java.nio.ByteBuffer;

/** People who sign; always the same ones. */
public final class TestKeys {
    private static final SecretKey ALICE = key(1);
    private static final SecretKey BOB = key(2);
    private static final SecretKey CAROL = key(3);

    private TestKeys() {}

    public static SecretKey alice() {
        return ALICE;
    }

    public static SecretKey bob() {
        return BOB;
    }

    public static SecretKey carol() {
        return CAROL;
    }

    /** Somebody else; the same number is the same person. */
    public static SecretKey key(int number) {
        return SecretKey.of(ByteBuffer.allocate(32).putInt(28, number).array());
    }
}
