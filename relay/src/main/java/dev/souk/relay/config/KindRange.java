package dev.souk.relay.config;

/** Kinds from {@code first} to {@code last}, both included. */
public record KindRange(int first, int last) {
    public KindRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("a kind range goes from low to high, got " + first + "-" + last);
        }
    }

    /** Reads {@code 65536-69999} or a single kind. */
    public static KindRange parse(String text) {
        int dash = text.indexOf('-');
        try {
            return dash < 0
                    ? new KindRange(Integer.parseInt(text.strip()), Integer.parseInt(text.strip()))
                    : new KindRange(
                            Integer.parseInt(text.substring(0, dash).strip()),
                            Integer.parseInt(text.substring(dash + 1).strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a kind or a range like 65536-69999, got \"" + text + "\"", e);
        }
    }

    /** True when {@code kind} lies within. */
    public boolean contains(int kind) {
        return kind >= first && kind <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
