package dev.souk.deploy.config;

import java.util.Optional;

/** What {@code type} reads, or the empty string for nothing. */
record OrNone<T>(ValueType<T> type) implements ValueType<Optional<T>> {
    @Override
    public String expectation() {
        return type.expectation() + ", or \"\" for none";
    }

    @Override
    public Parsed<Optional<T>> parse(Object toml) {
        return toml.equals("")
                ? new Parsed.Valid<>(Optional.empty())
                : type.parse(toml).then(value -> new Parsed.Valid<>(Optional.of(value)));
    }

    @Override
    public Object ofText(String text) {
        return text.isBlank() ? "" : type.ofText(text);
    }

    @Override
    public String toToml(Optional<T> value) {
        return value.map(type::toToml).orElse("\"\"");
    }
}
