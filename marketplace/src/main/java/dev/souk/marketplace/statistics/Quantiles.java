package dev.souk.marketplace.statistics;

import java.util.OptionalLong;

/**
 * What is told of a distribution: never a mean, always how many samples there are. Each value is one that occurred,
 * rounded to three significant digits: the least of which it holds that so large a part of the samples is not above it.
 * Nothing where there is no sample.
 */
public record Quantiles(
        long samples,
        OptionalLong min,
        OptionalLong p50,
        OptionalLong p90,
        OptionalLong p95,
        OptionalLong p99,
        OptionalLong max) {
    static Quantiles of(Multiset codes) {
        long samples = 0;
        for (int i = 0; i < codes.size(); i++) {
            samples += Math.max(0, codes.count(i));
        }
        return new Quantiles(
                samples,
                at(codes, samples, 0),
                at(codes, samples, 50),
                at(codes, samples, 90),
                at(codes, samples, 95),
                at(codes, samples, 99),
                at(codes, samples, 100));
    }

    private static OptionalLong at(Multiset codes, long samples, long percent) {
        long rank = Math.max(1, Math.ceilDiv(samples * percent, 100L));
        long below = 0;
        for (int i = 0; i < codes.size(); i++) {
            below += Math.max(0, codes.count(i));
            if (below >= rank) {
                return OptionalLong.of(Digits.valueOf(codes.key(i)));
            }
        }
        return OptionalLong.empty();
    }
}
