package dev.souk.protocol;

import java.util.Arrays;

/**
 * Builds UTF-8 JSON in one growing array, escaping strings exactly as event ids require (NIP-01): the seven named
 * escapes, {@code \\u00xx} for the other control characters below U+0020 as every client hashes them, everything else
 * verbatim. Owned by one thread.
 */
public final class JsonBytes {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final boolean[] PLAIN = plain();

    private byte[] bytes;
    private int size;

    /** Starts with room for {@code capacity} bytes; grows as needed. */
    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** The ASCII characters that a string holds as they are. */
    private static boolean[] plain() {
        boolean[] plain = new boolean[0x80];
        Arrays.fill(plain, 0x20, plain.length, true);
        plain['"'] = false;
        plain['\\'] = false;
        return plain;
    }

    /** Appends ASCII text without escaping: punctuation, names, hex. */
    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is the only copy without an encoder.
    public JsonBytes raw(String ascii) {
        ensure(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, size);
        size += ascii.length();
        return this;
    }

    /** Appends one ASCII character without escaping. */
    public JsonBytes raw(char ascii) {
        ensure(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** Appends bytes that are JSON already. */
    public JsonBytes raw(byte[] json) {
        ensure(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /** Appends a whole number. */
    public JsonBytes number(long value) {
        return raw(Long.toString(value));
    }

    /** Appends 64 hex digits in quotes. */
    public JsonBytes hex(Bytes32 value) {
        return raw('"').hexDigits(value).raw('"');
    }

    /** Appends 64 hex digits. */
    JsonBytes hexDigits(Bytes32 value) {
        ensure(64);
        value.writeHex(bytes, size);
        size += 64;
        return this;
    }

    /**
     * Appends a string in quotes, escaped.
     *
     * @throws IllegalArgumentException when {@code text} holds a lone surrogate, which has no UTF-8 form
     */
    public JsonBytes string(String text) {
        int length = text.length();
        ensure(length + 2);
        bytes[size++] = '"';
        for (int i = plain(text, 0); i < length; i = plain(text, i + 1)) {
            char c = text.charAt(i);
            ensure(length - i + 8);
            if (c >= 0x80) {
                i += wide(text, i, c);
            } else if (c == '"' || c == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = (byte) c;
            } else {
                control(c);
            }
        }
        return raw('"');
    }

    /**
     * Appends what needs no escape from {@code start} on, and returns where it ends. There is room for the rest of the
     * text. Most strings end here, so the loop has nothing else in it.
     */
    private int plain(String text, int start) {
        byte[] target = bytes;
        int shift = size - start;
        int i = start;
        for (int length = text.length(); i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || !PLAIN[c]) {
                break;
            }
            target[shift + i] = (byte) c;
        }
        size = shift + i;
        return i;
    }

    /** Appends one character from U+0080 on; the return value is the number of extra chars it took. */
    private int wide(String text, int index, char c) {
        if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | c >> 6);
            bytes[size++] = (byte) (0x80 | c & 0x3F);
            return 0;
        }
        if (!Character.isSurrogate(c)) {
            bytes[size++] = (byte) (0xE0 | c >> 12);
            bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
            bytes[size++] = (byte) (0x80 | c & 0x3F);
            return 0;
        }
        int point = text.codePointAt(index);
        if (point < 0x10000) {
            throw new IllegalArgumentException("a lone surrogate has no UTF-8 form");
        }
        bytes[size++] = (byte) (0xF0 | point >> 18);
        bytes[size++] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[size++] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[size++] = (byte) (0x80 | point & 0x3F);
        return 1;
    }

    private void control(char c) {
        bytes[size++] = '\\';
        switch (c) {
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[c >> 4];
                bytes[size++] = HEX[c & 15];
            }
        }
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** The number of bytes written so far. */
    int size() {
        return size;
    }

    /** A copy of exactly what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Feeds what was written to {@code digest}, without a copy. */
    void digestInto(java.security.MessageDigest digest) {
        digest.update(bytes, 0, size);
    }
}
