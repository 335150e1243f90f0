package dev.souk.relay.config;

import java.util.List;
import java.util.Optional;

/** Something that holds for some kinds. */
public record ByKind<T>(KindRange kinds, T value) {
    /** What holds for {@code kind}: the first of {@code all} that names it. */
    public static <T> Optional<ByKind<T>> first(List<ByKind<T>> all, int kind) {
        for (ByKind<T> one : all) {
            if (one.kinds().contains(kind)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
