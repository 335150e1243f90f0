package dev.souk.deploy.config;

import java.util.function.Function;

/** What reading a value gave. */
sealed interface Parsed<T> {
    /** The value is usable. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** It is not; {@code problem} says why and what would be. */
    record Invalid<T>(String problem) implements Parsed<T> {}

    /** What {@code next} makes of a usable value. */
    default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
        return switch (this) {
            case Valid<T>(T value) -> next.apply(value);
            case Invalid<T>(String problem) -> new Invalid<>(problem);
        };
    }
}
