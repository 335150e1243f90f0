package dev.souk.protocol;

import java.util.function.Predicate;

/**
 * What filters and indexes ask of an event, whether it is at hand in full or only as the stored header. Thread-safe, as
 * all implementations are immutable.
 */
public interface EventHeader {
    /** The {@link #expiration()} of an event that never expires. */
    long NEVER = Long.MAX_VALUE;

    /** The SHA-256 of the canonical serialisation. */
    Bytes32 id();

    /** The author. */
    Bytes32 pubkey();

    /** Unix time in seconds. */
    long createdAt();

    /** The kind, never truncated. */
    int kind();

    /** The NIP-40 expiration as Unix time in seconds, or {@link #NEVER}. */
    long expiration();

    /**
     * True when an indexed tag named {@code letter} has a value that {@code condition} accepts. Only the first value of
     * each tag counts (NIP-01, Tags).
     */
    boolean anyTag(char letter, Predicate<String> condition);

    /** Shows every indexed tag (one-letter name, with a value) to {@code visitor}, in the event's order. */
    void forEachIndexedTag(TagVisitor visitor);

    /** True when the event is expired at {@code now}: the expiration is not after it. Ephemeral events never are. */
    default boolean hasExpired(long nowSeconds) {
        return expiration() <= nowSeconds && KindClass.of(kind()) != KindClass.EPHEMERAL;
    }

    /** Receives indexed tags. */
    @FunctionalInterface
    interface TagVisitor {
        void tag(char letter, String value);
    }
}
