package dev.souk.protocol;

/**
 * How long events of a kind live (NIP-01, Kinds). The number is never truncated: 68001 is regular, although its low
 * sixteen bits would say otherwise.
 */
public enum KindClass {
    /** All are kept. */
    REGULAR,
    /** Only the latest for each pubkey and kind is kept. */
    REPLACEABLE,
    /** None is kept; those who listen get it. */
    EPHEMERAL,
    /** Only the latest for each pubkey, kind and {@code d} tag is kept. */
    ADDRESSABLE;

    /** The last kind that NIP-01 defines. */
    public static final int MAX_STANDARD_KIND = 65535;

    /** The class of {@code kind}; numbers outside every named range, also above 65535, are regular. */
    public static KindClass of(int kind) {
        if (kind == 0 || kind == 3 || kind >= 10_000 && kind < 20_000) {
            return REPLACEABLE;
        }
        if (kind >= 20_000 && kind < 30_000) {
            return EPHEMERAL;
        }
        return kind >= 30_000 && kind < 40_000 ? ADDRESSABLE : REGULAR;
    }
}
