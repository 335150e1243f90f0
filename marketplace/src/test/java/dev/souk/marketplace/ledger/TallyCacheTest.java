package dev.souk.marketplace.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.statistics.Bucket;
import dev.souk.marketplace.statistics.Granularity;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Tally;
import dev.souk.marketplace.statistics.TallyKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TallyCacheTest {
    private static final int WEIGHT = new Tally().weight();

    private final TallyCache cache = new TallyCache(3L * WEIGHT);

    private static TallyKey day(int number) {
        return new TallyKey(new Scope.Market(), Bucket.of(Granularity.DAY, number * 86_400L));
    }

    private Tally put(int day) {
        Tally tally = new Tally();
        cache.put(day(day), tally);
        return tally;
    }

    @Test
    void whatIsTakenIsNotThereUntilItIsPutBack() {
        Tally first = put(1);

        assertSame(first, cache.take(day(1)).orElseThrow());
        assertEquals(Optional.empty(), cache.take(day(1)));
        cache.put(day(1), first);
        assertSame(first, cache.take(day(1)).orElseThrow());
    }

    @Test
    void ofTooManyThoseLeaveThatWereUsedLongestAgo() {
        Tally first = put(1);
        put(2);
        put(3);
        cache.put(day(1), cache.take(day(1)).orElseThrow());
        put(4);

        assertEquals(Optional.empty(), cache.take(day(2)));
        assertSame(first, cache.take(day(1)).orElseThrow());
    }

    @Test
    void whatIsPutTwiceWeighsOnce() {
        for (int i = 0; i < 10; i++) {
            put(1);
        }
        put(2);
        put(3);

        assertTrue(cache.take(day(1)).isPresent());
        assertTrue(cache.take(day(2)).isPresent());
        assertTrue(cache.take(day(3)).isPresent());
    }

    @Test
    void aBatchThatFailedLeavesNothing() {
        put(1);
        cache.forget();

        assertEquals(Optional.empty(), cache.take(day(1)));
    }
}
