package dev.souk.deploy.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code type} reads, but for a few values that are taken.
 *
 * @param taken in the order in which they are told
 * @param why by what, as the end of a sentence
 */
record AllBut<T>(ValueType<T> type, List<T> taken, String why) implements ValueType<T> {
    AllBut {
        taken = List.copyOf(taken);
    }

    @Override
    public String expectation() {
        String values = taken.stream().map(type::toToml).collect(Collectors.joining(" and "));
        return type.expectation() + " without " + values + ", which are " + why;
    }

    @Override
    public Parsed<T> parse(Object toml) {
        return type.parse(toml)
                .then(value -> taken.contains(value)
                        ? new Parsed.Invalid<>("is " + Literal.shown(toml) + "; expected " + expectation())
                        : new Parsed.Valid<>(value));
    }

    @Override
    public Object ofText(String text) {
        return type.ofText(text);
    }

    @Override
    public String toToml(T value) {
        return type.toToml(value);
    }

    @Override
    public String spokenForm(T value) {
        return type.spokenForm(value);
    }
}
