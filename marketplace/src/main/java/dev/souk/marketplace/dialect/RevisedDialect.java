package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import java.util.Optional;
import java.util.Set;

/** The revisions of July 2023 on the same kinds: {@code i}, {@code exp}; msat, and {@code amount} for a price. */
final class RevisedDialect implements JobDialect {
    /** Both, as its texts still say {@code input} where they explain chains. */
    private static final Set<String> INPUT_TAGS = Set.of("i", "input");

    private final BidUnits units;
    private final Prices prices;

    RevisedDialect(BidUnits units, Prices prices) {
        this.units = units;
        this.prices = prices;
    }

    @Override
    public JobRequest request(Tags tags, Source source, boolean isRecovered) {
        Requests.Spelling spelling =
                new Requests.Spelling(Dialect.REVISED, units.of(tags), tags.deadline(), INPUT_TAGS);
        return Requests.named(spelling, tags, source, isRecovered);
    }

    @Override
    public Optional<Price> price(Tags tags) {
        return prices.amount(tags);
    }
}
