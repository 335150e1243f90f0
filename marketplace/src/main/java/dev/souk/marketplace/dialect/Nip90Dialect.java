package dev.souk.marketplace.dialect;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Price;
import dev.souk.marketplace.fact.Source;
import java.util.Optional;

/** NIP-90: requests 5000-5999, results a thousand higher, feedback 7000; msat. */
final class Nip90Dialect implements JobDialect {
    private final Prices prices;

    Nip90Dialect(Prices prices) {
        this.prices = prices;
    }

    @Override
    public JobRequest request(Tags tags, Source source, boolean isRecovered) {
        return Requests.ofKind(Dialect.NIP90, tags, source, isRecovered);
    }

    @Override
    public Optional<Price> price(Tags tags) {
        return prices.amount(tags);
    }
}
