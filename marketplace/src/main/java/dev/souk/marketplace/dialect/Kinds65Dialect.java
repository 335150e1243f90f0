package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;
import java.util.Optional;
import java.util.Set;

/** Kinds 65000 to 66000: one kind for each type of job, one for all results, one for all feedback; msat. */
final class Kinds65Dialect implements JobDialect {
    private static final Set<String> INPUT_TAGS = Set.of("i");

    private final Prices prices;

    Kinds65Dialect(Prices prices) {
        this.prices = prices;
    }

    @Override
    public JobRequest request(Tags tags, Source source, boolean isRecovered) {
        return new JobRequest(
                source,
                Dialect.KINDS_65XXX,
                JobType.ofKind(source.kind()),
                Optional.empty(),
                tags.bid(UnitReading.DIALECT_MSAT),
                tags.deadline(),
                tags.targets(),
                tags.dependencies(INPUT_TAGS),
                Optional.empty(),
                tags.isEncrypted(),
                isRecovered);
    }

    @Override
    public Optional<Price> price(Tags tags) {
        return prices.read(tags, "amount", UnitReading.DIALECT_MSAT);
    }
}
