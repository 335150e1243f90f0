package dev.souk.deploy.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as a number and its unit, {@code "15m"}, within bounds. */
record Span(Duration min, Duration max) implements ValueType<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /** Milliseconds in each unit, the longest first. */
    private static final Map<String, Long> UNITS = units();

    @Override
    public String expectation() {
        return "a duration like \"10s\" (ms, s, m, h or d) from " + toToml(min) + " to " + toToml(max);
    }

    @Override
    public Parsed<Duration> parse(Object toml) {
        Optional<Duration> span = toml instanceof String text ? read(text) : Optional.empty();
        return span.filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0)
                .<Parsed<Duration>>map(Parsed.Valid::new)
                .orElseGet(() -> new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation()));
    }

    @Override
    public Object ofText(String text) {
        return text.strip();
    }

    @Override
    public String toToml(Duration value) {
        long millis = value.toMillis();
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (millis != 0 && millis % unit.getValue() == 0) {
                return "\"" + millis / unit.getValue() + unit.getKey() + "\"";
            }
        }
        return "\"0s\"";
    }

    private static Optional<Duration> read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(Duration.ofMillis(
                        Math.multiplyExact(Long.parseLong(matcher.group(1)), UNITS.getOrDefault(matcher.group(2), 1L))))
                : Optional.empty();
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("d", 86_400_000L);
        units.put("h", 3_600_000L);
        units.put("m", 60_000L);
        units.put("s", 1_000L);
        units.put("ms", 1L);
        return units;
    }
}
