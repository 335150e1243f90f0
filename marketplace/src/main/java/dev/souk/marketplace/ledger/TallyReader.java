package dev.souk.marketplace.ledger;

import dev.souk.marketplace.statistics.Bucket;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Tally;
import dev.souk.marketplace.statistics.TallyKey;
import dev.souk.marketplace.statistics.Window;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sums up tallies.
 *
 * @param rows the value at a key
 * @param nowSeconds Unix seconds, at which windows end
 */
record TallyReader(Function<byte[], Optional<byte[]>> rows, long nowSeconds) {
    Summary summary(Scope scope, Window window) {
        Tally sum = new Tally();
        for (Bucket bucket : window.cover(scope, nowSeconds)) {
            read(scope, bucket).ifPresent(sum::merge);
        }
        return sum.summary();
    }

    Summary summary(Scope scope, Bucket bucket) {
        return read(scope, bucket).orElseGet(Tally::new).summary();
    }

    /** All that was ever counted. */
    Optional<Tally> total(Scope scope) {
        return read(scope, Bucket.TOTAL);
    }

    private Optional<Tally> read(Scope scope, Bucket bucket) {
        return rows.apply(Keys.tally(new TallyKey(scope, bucket))).map(Tally::decode);
    }
}
