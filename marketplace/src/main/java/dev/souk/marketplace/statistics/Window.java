package dev.souk.marketplace.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stretch of time that ends now. It begins at the bucket that held the moment one window length ago, and ends with the
 * bucket that holds now: at least its length, and at most one bucket more. Buckets begin at whole multiples of their
 * length since 1970, UTC.
 */
public enum Window {
    LAST_HOUR("1h", Duration.ofHours(1), Granularity.FIVE_MINUTES),
    LAST_DAY("24h", Duration.ofDays(1), Granularity.FIVE_MINUTES),
    LAST_WEEK("7d", Duration.ofDays(7), Granularity.HOUR),
    LAST_MONTH("30d", Duration.ofDays(30), Granularity.HOUR),
    ALL("all", Duration.ZERO, Granularity.TOTAL);

    private final String wire;
    private final Duration length;
    private final Granularity step;

    Window(String wire, Duration length, Granularity step) {
        this.wire = wire;
        this.length = length;
        this.step = step;
    }

    /** As it stands in documents and status events. */
    public String wire() {
        return wire;
    }

    /** The window of this name. */
    public static Optional<Window> named(String wire) {
        for (Window window : values()) {
            if (window.wire.equals(wire)) {
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }

    /** The finest bucket it is cut to: its own, or the finest that {@code scope} keeps, whichever is longer. */
    public Granularity step(Scope scope) {
        Granularity finest = scope.granularities().getFirst();
        return finest.compareTo(step) > 0 ? finest : step;
    }

    /** Its first second; {@link #ALL} has none. */
    public OptionalLong start(Scope scope, long nowSeconds) {
        return this == ALL ? OptionalLong.empty() : OptionalLong.of(step(scope).floor(nowSeconds - length.toSeconds()));
    }

    /** The first second after it; {@link #ALL} has none. */
    public OptionalLong end(Scope scope, long nowSeconds) {
        Granularity cut = step(scope);
        return this == ALL ? OptionalLong.empty() : OptionalLong.of(cut.floor(nowSeconds) + cut.seconds());
    }

    /**
     * The buckets that make it up exactly, none over another, oldest first. A long bucket stands for the short ones in it
     * wherever it fits, so the longest window is some eighty tallies and not nine thousand.
     */
    public List<Bucket> cover(Scope scope, long nowSeconds) {
        if (this == ALL) {
            return List.of(Bucket.TOTAL);
        }
        List<Granularity> known = scope.granularities();
        Granularity finest = step(scope);
        long at = start(scope, nowSeconds).orElseThrow();
        long end = end(scope, nowSeconds).orElseThrow();
        List<Bucket> cover = new ArrayList<>();
        while (at < end) {
            Bucket longest = new Bucket(finest, at);
            for (Granularity granularity : known) {
                if (isFit(granularity, at, end) && granularity.compareTo(longest.granularity()) > 0) {
                    longest = new Bucket(granularity, at);
                }
            }
            cover.add(longest);
            at = longest.end();
        }
        return cover;
    }

    private static boolean isFit(Granularity granularity, long at, long end) {
        return granularity != Granularity.TOTAL && granularity.floor(at) == at && at + granularity.seconds() <= end;
    }

    /**
     * Its buckets of one length, for a chart, oldest first; the first may begin before the window. Nothing when the scope
     * does not keep them, when they are not kept for so long, or for {@link #ALL}.
     */
    public List<Bucket> series(Scope scope, long nowSeconds, Granularity granularity) {
        if (this == ALL
                || granularity == Granularity.TOTAL
                || !scope.granularities().contains(granularity)
                || granularity.compareTo(step) < 0) {
            return List.of();
        }
        List<Bucket> series = new ArrayList<>();
        long end = end(scope, nowSeconds).orElseThrow();
        long at = granularity.floor(start(scope, nowSeconds).orElseThrow());
        for (; at < end; at += granularity.seconds()) {
            series.add(new Bucket(granularity, at));
        }
        return series;
    }
}
