package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The two ways in which requests say what they want; what is one dialect's own it gives itself. */
final class Requests {
    private static final Set<String> KIND_INPUT_TAGS = Set.of("i");

    private Requests() {}

    /** A request whose kind says what is wanted, as in every era since kinds are many: there is one spelling of the rest. */
    static JobRequest ofKind(Dialect dialect, Tags tags, Source source, boolean isRecovered) {
        return new JobRequest(
                source,
                dialect,
                JobType.ofKind(source.kind()),
                Optional.empty(),
                tags.bid(UnitReading.DIALECT_MSAT),
                tags.deadline(),
                tags.targets(),
                tags.dependencies(KIND_INPUT_TAGS),
                Optional.empty(),
                tags.isEncrypted(),
                isRecovered);
    }

    /**
     * What is a dialect's own in a request that says in its {@code j} tag what is wanted.
     *
     * @param bid the unit of its bid
     * @param inputs the tags that hold its inputs
     */
    record Spelling(Dialect dialect, UnitReading bid, OptionalLong deadline, Set<String> inputs) {}

    /** A request that says so in its {@code j} tag. */
    static JobRequest named(Spelling spelling, Tags tags, Source source, boolean isRecovered) {
        return new JobRequest(
                source,
                spelling.dialect(),
                tags.namedType(),
                tags.model(),
                tags.bid(spelling.bid()),
                spelling.deadline(),
                tags.targets(),
                tags.dependencies(spelling.inputs()),
                tags.name(),
                tags.isEncrypted(),
                isRecovered);
    }
}
