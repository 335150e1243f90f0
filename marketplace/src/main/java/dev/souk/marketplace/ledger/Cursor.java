package dev.souk.marketplace.ledger;

import java.util.Arrays;
import java.util.Base64;

/** Cursors of pages: places in a list of keys as text. Whoever makes one up gets another place in the same list. */
final class Cursor {
    /** No key of a list is longer. */
    private static final int MAX_LENGTH = 1_024;

    private Cursor() {}

    static String encode(byte[] key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    static byte[] decode(String cursor, String what) {
        if (cursor.length() > MAX_LENGTH) {
            throw new MarketView.BadCursorException(what);
        }
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw new MarketView.BadCursorException(what);
        }
    }

    /** The key, which must begin with {@code prefix}. */
    static byte[] within(byte[] prefix, byte[] key, String what) {
        boolean isWithin =
                key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        if (!isWithin) {
            throw new MarketView.BadCursorException(what);
        }
        return key;
    }
}
