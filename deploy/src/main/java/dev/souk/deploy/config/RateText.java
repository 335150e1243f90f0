package dev.souk.deploy.config;

import dev.souk.relay.config.Rate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So much in so much time, {@code "120/1m"} or {@code "3M/1m"}. */
record RateText() implements ValueType<Rate> {
    private static final Span PERIOD = new Span(Duration.ofMillis(1), Duration.ofDays(365));
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})([MG]?)/(\\S+)");

    /** What the letters stand for, the largest first. */
    private static final Map<String, Long> UNITS = units();

    /** The same, or the empty string for no limit. */
    static ValueType<Optional<Rate>> orNone() {
        return new OrNone<>(new RateText());
    }

    /** What a text says. */
    static Optional<Rate> read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 1L);
        return switch (PERIOD.parse(matcher.group(3))) {
            case Parsed.Valid<Duration>(Duration period) -> Optional.of(new Rate(amount, period));
            case Parsed.Invalid<Duration> invalid -> Optional.empty();
        };
    }

    /** {@code rate} as it is read. */
    static String text(Rate rate) {
        String period = PERIOD.toToml(rate.period()).replace("\"", "");
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (rate.amount() % unit.getValue() == 0) {
                return rate.amount() / unit.getValue() + unit.getKey() + "/" + period;
            }
        }
        return rate.amount() + "/" + period;
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("G", 1_000_000_000L);
        units.put("M", 1_000_000L);
        return units;
    }

    @Override
    public String expectation() {
        return "an amount in a time like \"120/1m\" or \"3M/1m\"";
    }

    @Override
    public Parsed<Rate> parse(Object toml) {
        return (toml instanceof String text ? read(text) : Optional.<Rate>empty())
                .<Parsed<Rate>>map(Parsed.Valid::new)
                .orElseGet(() -> new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation()));
    }

    @Override
    public Object ofText(String text) {
        return text.strip();
    }

    @Override
    public String toToml(Rate value) {
        return Literal.quoted(text(value));
    }
}
