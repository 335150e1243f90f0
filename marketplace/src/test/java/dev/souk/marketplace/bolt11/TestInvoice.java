package dev.souk.marketplace.bolt11;

import dev.souk.protocol.Bech32;
import dev.souk.protocol.Bytes32;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes invoices for tests: fields in the order they are asked for, a right checksum, and a signature of zeros, which
 * nobody here looks at.
 */
public final class TestInvoice {
    private final String prefix;
    private final ByteArrayOutputStream words = new ByteArrayOutputStream();

    /** An invoice with this text before the separator, {@code lnbc10n} for example. */
    public TestInvoice(String prefix, long timestamp) {
        this.prefix = prefix;
        words.writeBytes(number(timestamp, 7));
    }

    /** An invoice on the main network for {@code msat}. */
    public static TestInvoice of(long msat, long timestamp) {
        return new TestInvoice("lnbc" + msat + "0p", timestamp);
    }

    public TestInvoice paymentHash(Bytes32 hash) {
        return field(1, Bech32.words(hash.toBytes()));
    }

    public TestInvoice descriptionHash(Bytes32 hash) {
        return field(23, Bech32.words(hash.toBytes()));
    }

    public TestInvoice description(String text) {
        return field(13, Bech32.words(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The payment secret, without which nobody may pay. */
    public TestInvoice secret() {
        return field(16, Bech32.words(new byte[32]));
    }

    public TestInvoice expiry(long seconds) {
        return field(6, number(seconds, 8));
    }

    /** Any field. */
    public TestInvoice field(int type, byte[] data) {
        words.write(type);
        words.writeBytes(number(data.length, 2));
        words.writeBytes(data);
        return this;
    }

    /** The text. */
    public String write() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(words.toByteArray());
        all.writeBytes(new byte[104]);
        return Bech32.write(prefix, all.toByteArray());
    }

    private static byte[] number(long number, int count) {
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++) {
            digits[i] = (byte) (number >> 5 * (count - 1 - i) & 31);
        }
        return digits;
    }
}
