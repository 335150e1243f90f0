package dev.souk.marketplace.bolt11;

import dev.souk.protocol.Bech32;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Hex;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the tagged fields of one invoice. Of each the first counts that can be read: payers use the first payment hash,
 * and fields of a wrong length are skipped. Used once, by one thread.
 */
final class Bolt11Fields {
    /** A field's type, and its length in two words. */
    static final int HEAD_WORDS = 3;

    private static final int HASH_WORDS = 52;
    private static final int KEY_WORDS = 53;

    /** The even feature bits that BOLT 9 lets invoices set. */
    private static final int[] KNOWN_EVEN_BITS = {8, 14, 16, 24, 36, 48};

    private final Bech32 words;
    private @Nullable Bytes32 paymentHash;
    private @Nullable Bytes32 descriptionHash;
    private @Nullable String description;
    private @Nullable String payee;
    private @Nullable Long expirySeconds;
    private boolean hasSecret;
    private boolean hasFeatures;
    private boolean hasUnknownFeature;

    Bolt11Fields(Bech32 words) {
        this.words = words;
    }

    /** Takes in the field of {@code type} whose data is {@code length} words from {@code start} on. */
    void take(int type, int start, int length) {
        switch (type) {
            case 1 -> paymentHash = paymentHash == null ? hash(start, length) : paymentHash;
            case 23 -> descriptionHash = descriptionHash == null ? hash(start, length) : descriptionHash;
            case 13 -> description = description == null ? text(start, length) : description;
            case 19 -> payee = payee == null && length == KEY_WORDS ? Hex.of(words.bytes(start, length)) : payee;
            case 6 -> expirySeconds = expirySeconds == null ? expiry(start, length) : expirySeconds;
            case 16 -> hasSecret |= length == HASH_WORDS;
            case 5 -> features(start, length);
            default -> {}
        }
    }

    private @Nullable Bytes32 hash(int start, int length) {
        return length == HASH_WORDS ? Bytes32.of(words.bytes(start, length)) : null;
    }

    /** What is not UTF-8 says nothing. */
    private @Nullable String text(int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(words.bytes(start, length)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private long expiry(int start, int length) {
        int from = start;
        while (from < start + length && words.word(from) == 0) {
            from++;
        }
        int digits = start + length - from;
        return digits > 8 ? Bolt11Invoice.MAX_EXPIRY_SECONDS : words.number(from, digits);
    }

    private void features(int start, int length) {
        if (hasFeatures) {
            return;
        }
        hasFeatures = true;
        for (int bit = 0; bit < length * 5; bit += 2) {
            if ((words.word(start + length - 1 - bit / 5) >> bit % 5 & 1) == 1 && !isKnown(bit)) {
                hasUnknownFeature = true;
            }
        }
    }

    private static boolean isKnown(int bit) {
        for (int known : KNOWN_EVEN_BITS) {
            if (known == bit) {
                return true;
            }
        }
        return false;
    }

    /** The invoice, or nothing when no payment hash was among the fields. */
    Optional<Bolt11Invoice> invoice(Network network, OptionalLong msat, long timestamp) {
        if (paymentHash == null) {
            return Optional.empty();
        }
        return Optional.of(new Bolt11Invoice(
                network,
                msat,
                timestamp,
                expirySeconds == null ? Bolt11Invoice.DEFAULT_EXPIRY_SECONDS : expirySeconds,
                paymentHash,
                Optional.ofNullable(descriptionHash),
                Optional.ofNullable(description),
                Optional.ofNullable(payee),
                unpayable()));
    }

    private Optional<String> unpayable() {
        if (description == null && descriptionHash == null) {
            return Optional.of("no-description");
        }
        if (description != null && descriptionHash != null) {
            return Optional.of("two-descriptions");
        }
        if (!hasSecret) {
            return Optional.of("no-secret");
        }
        return hasUnknownFeature ? Optional.of("unknown-feature") : Optional.empty();
    }
}
