package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import java.util.Optional;

/** Kinds 65000 to 66000: one kind for each type of job, one for all results, one for all feedback; msat. */
final class Kinds65Dialect implements JobDialect {
    private final Prices prices;

    Kinds65Dialect(Prices prices) {
        this.prices = prices;
    }

    @Override
    public JobRequest request(Tags tags, Source source, boolean isRecovered) {
        return Requests.ofKind(Dialect.KINDS_65XXX, tags, source, isRecovered);
    }

    @Override
    public Optional<Price> price(Tags tags) {
        return prices.amount(tags);
    }
}
