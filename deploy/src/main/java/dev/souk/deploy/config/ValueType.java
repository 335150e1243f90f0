package dev.souk.deploy.config;

import java.util.List;
import java.util.function.Function;

/**
 * How values of a setting are written and read. A TOML value comes as one of {@link String}, {@link Long}, {@link
 * Boolean}, {@link List}, {@link java.util.Map}, or as something that no setting takes. Stateless.
 */
interface ValueType<T> {
    /** What is expected, as the end of a sentence: {@code a whole number from 0 to 65535}. */
    String expectation();

    /** Reads a TOML value. */
    Parsed<T> parse(Object toml);

    /** The TOML value that the text of a variable or an option stands for. */
    Object ofText(String text);

    /** The value as it is written in TOML. */
    String toToml(T value);

    /** The value in a second form that people read more easily; empty when there is none. */
    default String spokenForm(T value) {
        return "";
    }

    /** How it stands in a file, below what its section is called. */
    default String inFile(String name, T value) {
        return name + " = " + toToml(value) + "\n";
    }

    /** This type, seen as another; {@code to} must take everything that this type lets through. */
    default <U> ValueType<U> as(Function<T, U> to, Function<U, T> from) {
        ValueType<T> self = this;
        return new ValueType<>() {
            @Override
            public String expectation() {
                return self.expectation();
            }

            @Override
            public Parsed<U> parse(Object toml) {
                return self.parse(toml).then(value -> new Parsed.Valid<>(to.apply(value)));
            }

            @Override
            public Object ofText(String text) {
                return self.ofText(text);
            }

            @Override
            public String toToml(U value) {
                return self.toToml(from.apply(value));
            }

            @Override
            public String spokenForm(U value) {
                return self.spokenForm(from.apply(value));
            }
        };
    }
}
