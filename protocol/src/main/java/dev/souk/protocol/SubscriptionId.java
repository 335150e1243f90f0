package dev.souk.protocol;

/**
 * The name a client gives to a subscription on its connection: 1 to 64 characters of any sort (NIP-01). Characters are
 * Unicode code points.
 */
public record SubscriptionId(String value) {
    /** The most characters an id may have. */
    public static final int MAX_LENGTH = 64;

    public SubscriptionId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a subscription id has 1 to 64 characters");
        }
    }

    /** True when {@code text} may name a subscription. */
    public static boolean isValid(String text) {
        return !text.isEmpty() && text.codePointCount(0, text.length()) <= MAX_LENGTH;
    }

    @Override
    public String toString() {
        return value;
    }
}
