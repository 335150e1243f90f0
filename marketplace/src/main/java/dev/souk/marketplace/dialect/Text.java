package dev.souk.marketplace.dialect;

import java.util.Optional;

/** Limits on strangers' words. */
final class Text {
    private Text() {}

    /** At most {@code max} UTF-16 units of {@code text}; no character is cut in half. */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    /** {@code text}, unless it is empty or has more than {@code max} UTF-16 units: for what is no use in part. */
    static Optional<String> whole(String text, int max) {
        return text.isEmpty() || text.length() > max ? Optional.empty() : Optional.of(text);
    }
}
