package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;
import java.util.Optional;
import java.util.Set;

/** NIP-90: requests 5000-5999, results a thousand higher, feedback 7000; msat. */
final class Nip90Dialect implements JobDialect {
    private static final Set<String> INPUT_TAGS = Set.of("i");

    private final Prices prices;

    Nip90Dialect(Prices prices) {
        this.prices = prices;
    }

    @Override
    public JobRequest request(Tags tags, Source source, boolean isRecovered) {
        return new JobRequest(
                source,
                Dialect.NIP90,
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
