package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;
import java.util.Optional;
import java.util.Set;

/** The draft of 2023-07-03: {@code input}, {@code expiration}, {@code d}; sats, and {@code payment} for a price. */
final class DraftDialect implements JobDialect {
    private static final Set<String> INPUT_TAGS = Set.of("input");

    private final BidUnits units;
    private final Prices prices;

    DraftDialect(BidUnits units, Prices prices) {
        this.units = units;
        this.prices = prices;
    }

    @Override
    public JobRequest request(Tags tags, Source source, boolean isRecovered) {
        Requests.Spelling spelling =
                new Requests.Spelling(Dialect.DRAFT, units.of(tags), tags.expiration(), INPUT_TAGS);
        return Requests.named(spelling, tags, source, isRecovered);
    }

    /** The draft gives no unit for {@code payment}; it knows only sats. */
    @Override
    public Optional<Price> price(Tags tags) {
        return prices.read(tags, "payment", UnitReading.DRAFT_SAT);
    }
}
