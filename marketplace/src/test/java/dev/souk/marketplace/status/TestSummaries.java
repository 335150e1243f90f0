package dev.souk.marketplace.status;

import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Distinct;
import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.Measure;
import dev.souk.marketplace.statistics.Money;
import dev.souk.marketplace.statistics.Quantiles;
import dev.souk.marketplace.statistics.Summary;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Summaries for tests. */
final class TestSummaries {
    private TestSummaries() {}

    /** Every number is another: of its place in its list, and of {@code base}. */
    static Summary counted(long base) {
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counts.put(counter, base + counts.size());
        }
        Map<Money, Long> sums = new EnumMap<>(Money.class);
        for (Money money : Money.values()) {
            sums.put(money, (base + sums.size()) * 1_000);
        }
        Map<Group, Distinct> people = new EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            people.put(group, new Distinct(base + 50 + people.size(), true));
        }
        Map<Measure, Quantiles> distributions = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            distributions.put(measure, quantiles((base + 1) * 10_000 * (distributions.size() + 1)));
        }
        return new Summary(
                counts,
                sums,
                people,
                distributions,
                OptionalLong.of(3),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static Quantiles quantiles(long median) {
        return new Quantiles(
                9,
                OptionalLong.of(1),
                OptionalLong.of(median),
                OptionalLong.of(median + 1),
                OptionalLong.of(median + 2),
                OptionalLong.of(median + 3),
                OptionalLong.of(median + 4));
    }

    /** Nothing has happened. */
    static Summary none() {
        return new Summary(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
