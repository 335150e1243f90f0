package dev.souk.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** One figure of one relay in one round. */
record Measured(String phase, String figure, double value) {
    static Measured of(String phase, String figure, double value) {
        return new Measured(phase, figure, value);
    }

    /** Nanoseconds up to a minute, to three digits. */
    static Histogram histogram() {
        return new Histogram(60_000_000_000L, 3);
    }

    /** A quantile of nanoseconds, in milliseconds. */
    static Measured millis(String phase, String figure, Histogram nanos, double percentile) {
        return new Measured(phase, figure + " ms", nanos.getValueAtPercentile(percentile) / 1e6);
    }

    /** A row of a table in Markdown. */
    String row() {
        return String.format(Locale.ROOT, "| %s | %s | %,.2f |", phase, figure, value);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-24s %-28s %,14.3f", phase, figure, value);
    }
}
