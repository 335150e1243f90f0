package dev.souk.deploy.config;

import dev.souk.relay.config.ByKind;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.Rate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists of something that holds for some kinds: {@code "30000-39999: 60/1m"}. */
final class ByKindTexts {
    private static final int MAX = 100;

    private ByKindTexts() {}

    /** Rates by kind. */
    static ValueType<List<ByKind<Rate>>> rates() {
        return of("a rate, like \"30000-39999: 60/1m\"", RateText::read, RateText::text);
    }

    /** Numbers from 0 to {@code max} by kind; {@code example} is one. */
    static ValueType<List<ByKind<Long>>> numbers(String what, String example, long max) {
        return of(what + " up to " + max + ", like \"" + example + "\"", text -> number(text, max), String::valueOf);
    }

    private static Optional<Long> number(String text, long max) {
        return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= max
                ? Optional.of(Long.valueOf(text))
                : Optional.empty();
    }

    private static <T> ValueType<List<ByKind<T>>> of(
            String what, Function<String, Optional<T>> reader, Function<T, String> writer) {
        return new Texts(
                        "kinds or ranges of them, each with " + what,
                        MAX,
                        text -> read(text, reader).isPresent())
                .as(
                        texts -> texts.stream()
                                .flatMap(text -> read(text, reader).stream())
                                .toList(),
                        all -> all.stream()
                                .map(one -> one.kinds() + ": " + writer.apply(one.value()))
                                .toList());
    }

    private static <T> Optional<ByKind<T>> read(String text, Function<String, Optional<T>> reader) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        try {
            KindRange kinds = KindRange.parse(text.substring(0, colon).strip());
            return reader.apply(text.substring(colon + 1).strip()).map(value -> new ByKind<>(kinds, value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
