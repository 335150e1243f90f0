package dev.souk.marketplace.ledger;

import dev.souk.marketplace.statistics.Tally;
import dev.souk.marketplace.statistics.TallyKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tallies that were used last, as they stand in the table: most jobs change the same few, which need not be decoded
 * for each batch. Bounded by what they weigh. Lives as long as the ledger; a batch that takes a tally changes it in
 * place, so all are forgotten when the batch is not written. Owned by the ledger's thread.
 */
final class TallyCache {
    /** In entries of sixteen bytes: 32 MB. */
    private static final long MAX_WEIGHT = 2L << 20;

    private final long maxWeight;
    private final Map<TallyKey, Weighed> tallies = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    TallyCache() {
        this(MAX_WEIGHT);
    }

    TallyCache(long maxWeight) {
        this.maxWeight = maxWeight;
    }

    private record Weighed(Tally tally, int weight) {}

    /** The tally, if it is here; for whoever takes it to change. */
    Optional<Tally> take(TallyKey key) {
        Weighed found = tallies.remove(key);
        if (found == null) {
            return Optional.empty();
        }
        weight -= found.weight();
        return Optional.of(found.tally());
    }

    /** The tally stands in the table now, or will when the batch at work is written. */
    void put(TallyKey key, Tally tally) {
        Weighed now = new Weighed(tally, tally.weight());
        Weighed before = tallies.put(key, now);
        weight += now.weight() - (before == null ? 0 : before.weight());
        Iterator<Weighed> oldest = tallies.values().iterator();
        while (weight > maxWeight) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }

    /** A batch was not written: what it changed is not what the table says. */
    void forget() {
        tallies.clear();
        weight = 0;
    }
}
