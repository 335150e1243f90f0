package dev.souk.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * A bech32 text (BIP-173) taken apart: a prefix, and data in words of five bits. Without BIP-173's limit of 90
 * characters, as neither invoices nor LNURLs keep it: whoever reads says how much it bears. Immutable.
 */
public final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int CHECKSUM_WORDS = 6;
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    /** What the five bits that fall out on top do to the checksum, for all their 32 values at once. */
    private static final int[] FOLD = new int[32];

    /** The value of each character in either case, -1 for those that stand for none. */
    private static final byte[] VALUES = new byte[128];

    static {
        for (int top = 0; top < FOLD.length; top++) {
            for (int bit = 0; bit < GENERATOR.length; bit++) {
                FOLD[top] ^= (top >> bit & 1) == 0 ? 0 : GENERATOR[bit];
            }
        }
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < ALPHABET.length(); value++) {
            VALUES[ALPHABET.charAt(value)] = (byte) value;
            VALUES[Character.toUpperCase(ALPHABET.charAt(value))] = (byte) value;
        }
    }

    private final String prefix;
    private final byte[] words;

    private Bech32(String prefix, byte[] words) {
        this.prefix = prefix;
        this.words = words;
    }

    /** What reading a text came to. */
    public sealed interface Outcome {
        /** It is bech32 and its checksum is right. */
        record Read(Bech32 text) implements Outcome {}

        /**
         * It is not.
         *
         * @param reason {@code too-long}, {@code too-short}, {@code mixed-case}, {@code no-separator},
         *     {@code bad-character} or {@code bad-checksum}
         */
        record Refused(String reason) implements Outcome {}
    }

    /** Takes apart {@code text}, which must be all lower or all upper case and has at most {@code maxLength} characters. */
    public static Outcome read(String text, int maxLength) {
        if (text.length() > maxLength) {
            return new Outcome.Refused("too-long");
        }
        boolean hasLower = false;
        boolean hasUpper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 33 || c > 126) {
                return new Outcome.Refused("bad-character");
            }
            hasLower |= c >= 'a' && c <= 'z';
            hasUpper |= c >= 'A' && c <= 'Z';
        }
        if (hasLower && hasUpper) {
            return new Outcome.Refused("mixed-case");
        }
        // The alphabet has no 1, so the last one is the separator, whatever the prefix holds.
        int separator = text.lastIndexOf('1');
        if (separator < 1) {
            return new Outcome.Refused("no-separator");
        }
        if (text.length() - separator - 1 < CHECKSUM_WORDS) {
            return new Outcome.Refused("too-short");
        }
        return data(lower(text.substring(0, separator)), text, separator + 1);
    }

    private static Outcome data(String prefix, String text, int start) {
        byte[] words = new byte[text.length() - start];
        int checksum = startOf(prefix);
        for (int i = 0; i < words.length; i++) {
            words[i] = VALUES[text.charAt(start + i)];
            if (words[i] < 0) {
                return new Outcome.Refused("bad-character");
            }
            checksum = step(checksum, words[i]);
        }
        return checksum == 1
                ? new Outcome.Read(new Bech32(prefix, Arrays.copyOf(words, words.length - CHECKSUM_WORDS)))
                : new Outcome.Refused("bad-checksum");
    }

    /** The text of these words (each from 0 to 31) behind {@code prefix}, in lower case. */
    public static String write(String prefix, byte[] words) {
        StringBuilder text = new StringBuilder(prefix.length() + 1 + words.length + CHECKSUM_WORDS);
        text.append(prefix).append('1');
        int checksum = startOf(prefix);
        for (byte word : words) {
            text.append(ALPHABET.charAt(word));
            checksum = step(checksum, word);
        }
        for (int i = 0; i < CHECKSUM_WORDS; i++) {
            checksum = step(checksum, 0);
        }
        checksum ^= 1;
        for (int i = 0; i < CHECKSUM_WORDS; i++) {
            text.append(ALPHABET.charAt(checksum >> 5 * (CHECKSUM_WORDS - 1 - i) & 31));
        }
        return text.toString();
    }

    /** The bytes as words of five bits, the last one filled up with zeros. */
    public static byte[] words(byte[] bytes) {
        byte[] words = new byte[(bytes.length * 8 + 4) / 5];
        for (int i = 0; i < words.length; i++) {
            int bit = i * 5;
            int high = (bytes[bit / 8] & 0xFF) << 8;
            int low = bit / 8 + 1 < bytes.length ? bytes[bit / 8 + 1] & 0xFF : 0;
            words[i] = (byte) ((high | low) >> 11 - bit % 8 & 31);
        }
        return words;
    }

    /** What stands before the separator, in lower case. */
    public String prefix() {
        return prefix;
    }

    /** How many words of data there are, the checksum apart. */
    public int size() {
        return words.length;
    }

    /** The word at {@code index}, from 0 to 31. */
    public int word(int index) {
        return words[index];
    }

    /** {@code count} words, at most 12, as one big-endian number. */
    public long number(int start, int count) {
        long number = 0;
        for (int i = start; i < start + count; i++) {
            number = number << 5 | words[i];
        }
        return number;
    }

    /** The whole bytes in {@code count} words; bits that are left over are not looked at. */
    public byte[] bytes(int start, int count) {
        byte[] bytes = new byte[count * 5 / 8];
        int bits = 0;
        int held = 0;
        int next = 0;
        for (int i = start; next < bytes.length; i++) {
            held = (held << 5 | words[i]) & 0xFFF;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (held >> bits);
            }
        }
        return bytes;
    }

    /** All data as bytes; nothing when the bits that are left over are five or more, or not zero (BIP-173). */
    public Optional<byte[]> bytes() {
        int left = words.length * 5 % 8;
        if (left >= 5 || (words.length > 0 && (words[words.length - 1] & (1 << left) - 1) != 0)) {
            return Optional.empty();
        }
        return Optional.of(bytes(0, words.length));
    }

    private static int startOf(String prefix) {
        int checksum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            checksum = step(checksum, prefix.charAt(i) >> 5);
        }
        checksum = step(checksum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            checksum = step(checksum, prefix.charAt(i) & 31);
        }
        return checksum;
    }

    private static int step(int checksum, int word) {
        return (checksum & 0x1FFFFFF) << 5 ^ word ^ FOLD[checksum >>> 25];
    }

    /** All of it is ASCII by now. */
    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }
}
