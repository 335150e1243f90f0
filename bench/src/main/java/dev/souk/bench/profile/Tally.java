package dev.souk.bench.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Amounts by name. Owned by one thread. */
final class Tally {
    private final Map<String, Double> amounts = new HashMap<>();
    private double sum;

    /** What one name has, and its share of all. */
    record Entry(String name, double amount, double share) {}

    void add(String name, double amount) {
        amounts.merge(name, amount, Double::sum);
        sum += amount;
    }

    double sum() {
        return sum;
    }

    /** Those that have most, most first; of equals the first by name. */
    List<Entry> top(int count) {
        return amounts.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .map(entry -> new Entry(entry.getKey(), entry.getValue(), sum == 0 ? 0 : entry.getValue() / sum))
                .toList();
    }
}
