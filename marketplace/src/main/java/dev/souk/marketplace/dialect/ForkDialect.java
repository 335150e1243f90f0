package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.UnitReading;
import java.util.Optional;
import java.util.Set;

/**
 * An implementation that moved the revised draft to other numbers: requests are 68005, feedback is 68000, and 68001 is a
 * result, or a demand to be paid first.
 */
final class ForkDialect implements JobDialect {
    private static final Set<String> INPUT_TAGS = Set.of("i", "input");

    private final Prices prices;

    ForkDialect(Prices prices) {
        this.prices = prices;
    }

    /** What a 68001 of this dialect is: nothing was handed over when it says that it waits or works. */
    static Part partOfResultKind(Tags tags) {
        return switch (tags.status().status()) {
            case PAYMENT_REQUIRED, PROCESSING -> Part.FEEDBACK;
            case PARTIAL, SUCCESS, ERROR, OTHER, NONE -> Part.RESULT;
        };
    }

    @Override
    public JobRequest request(Tags tags, Source source, boolean isRecovered) {
        Requests.Spelling spelling =
                new Requests.Spelling(Dialect.FORK, UnitReading.DIALECT_MSAT, tags.deadline(), INPUT_TAGS);
        return Requests.named(spelling, tags, source, isRecovered);
    }

    @Override
    public Optional<Price> price(Tags tags) {
        return prices.amount(tags);
    }
}
