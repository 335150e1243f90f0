package dev.souk.protocol;

import java.util.Locale;

/**
 * Why something was refused, or a word about what was accepted: a machine-readable prefix and a sentence for people
 * (NIP-01, OK and CLOSED). The only place where prefixes are spelt.
 */
public record Reason(Prefix prefix, String text) {
    /** The prefixes of NIP-01, NIP-42 and NIP-77, one for what a relay cannot do, and that of good news in NIP-43. */
    public enum Prefix {
        DUPLICATE,
        POW,
        BLOCKED,
        RATE_LIMITED,
        INVALID,
        RESTRICTED,
        MUTE,
        ERROR,
        AUTH_REQUIRED,
        CLOSED,
        UNSUPPORTED,
        INFO;

        /** As it stands on the wire, without the colon. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static Reason invalid(String text) {
        return new Reason(Prefix.INVALID, text);
    }

    public static Reason duplicate(String text) {
        return new Reason(Prefix.DUPLICATE, text);
    }

    public static Reason blocked(String text) {
        return new Reason(Prefix.BLOCKED, text);
    }

    public static Reason rateLimited(String text) {
        return new Reason(Prefix.RATE_LIMITED, text);
    }

    public static Reason error(String text) {
        return new Reason(Prefix.ERROR, text);
    }

    public static Reason unsupported(String text) {
        return new Reason(Prefix.UNSUPPORTED, text);
    }

    public static Reason closed(String text) {
        return new Reason(Prefix.CLOSED, text);
    }

    public static Reason authRequired(String text) {
        return new Reason(Prefix.AUTH_REQUIRED, text);
    }

    public static Reason pow(String text) {
        return new Reason(Prefix.POW, text);
    }

    public static Reason restricted(String text) {
        return new Reason(Prefix.RESTRICTED, text);
    }

    public static Reason info(String text) {
        return new Reason(Prefix.INFO, text);
    }

    /** {@code prefix: text}, as it is sent. */
    @Override
    public String toString() {
        return prefix.wire() + ": " + text;
    }
}
