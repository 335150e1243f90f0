package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Bytes32;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Where things are found. */
final class Paths {
    /** What all paths begin with. */
    static final String ROOT = "/api";

    static final String V1 = ROOT + "/v1";

    private Paths() {}

    /** Where an event that proves something is shown. */
    static String event(Bytes32 id) {
        return V1 + "/events/" + id.hex();
    }

    /** The kind that a type goes by, if it goes by one. */
    static OptionalInt kind(JobType type) {
        OptionalLong kind =
                type.name().startsWith("k:") ? Query.wholeNumber(type.name().substring(2)) : OptionalLong.empty();
        return kind.isPresent() && kind.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) kind.getAsLong())
                : OptionalInt.empty();
    }

    /** The value of the {@code j} tag that a type was made of, if it was made of one. */
    static Optional<String> j(JobType type) {
        return type.name().startsWith("j:") ? Optional.of(type.name().substring(2)) : Optional.empty();
    }
}
