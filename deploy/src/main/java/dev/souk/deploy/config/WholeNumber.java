package dev.souk.deploy.config;

import java.util.List;

/**
 * A whole number.
 *
 * @param unit what is counted, for the documentation; may be empty
 */
record WholeNumber(long min, long max, String unit) implements ValueType<Long> {
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");

    /** An {@code int}. */
    static ValueType<Integer> ints(int min, int max, String unit) {
        return new WholeNumber(min, max, unit).as(Math::toIntExact, Integer::longValue);
    }

    @Override
    public String expectation() {
        return "a whole number" + (unit.isEmpty() ? "" : " of " + unit) + " from " + min + " to " + max;
    }

    @Override
    public Parsed<Long> parse(Object toml) {
        return toml instanceof Long number && number >= min && number <= max
                ? new Parsed.Valid<>(number)
                : new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation());
    }

    @Override
    public Object ofText(String text) {
        try {
            return Long.valueOf(text.strip().replace("_", ""));
        } catch (NumberFormatException e) {
            return text;
        }
    }

    @Override
    public String toToml(Long value) {
        return Long.toString(value);
    }

    /** Bytes in the largest unit that divides them. */
    @Override
    public String spokenForm(Long value) {
        if (!unit.equals("bytes") || value == 0) {
            return "";
        }
        int steps = Math.min(Long.numberOfTrailingZeros(value) / 10, UNITS.size() - 1);
        return steps == 0 ? "" : (value >> 10 * steps) + " " + UNITS.get(steps);
    }
}
