package dev.souk.marketplace.statistics;

/**
 * A stretch of time for which there is a tally: the jobs asked for from {@code start} on, and before its end.
 *
 * @param granularity its length
 * @param start Unix seconds; 0 for {@link Granularity#TOTAL}
 */
public record Bucket(Granularity granularity, long start) {
    /** All time. */
    public static final Bucket TOTAL = new Bucket(Granularity.TOTAL, 0);

    static final int SIZE = 1 + Long.BYTES;

    public Bucket {
        if (granularity.floor(start) != start) {
            throw new IllegalArgumentException("no bucket of " + granularity + " starts at " + start);
        }
    }

    /** The bucket of this length that {@code atSeconds} falls into. */
    public static Bucket of(Granularity granularity, long atSeconds) {
        return new Bucket(granularity, granularity.floor(atSeconds));
    }

    /** The first second after it. */
    public long end() {
        return granularity == Granularity.TOTAL ? Long.MAX_VALUE : start + granularity.seconds();
    }

    public boolean contains(long atSeconds) {
        return granularity.floor(atSeconds) == start;
    }

    /**
     * True while its tally is kept up to date. Once false it stays false as time goes on, so a tally is either right or
     * never read again, and may be deleted.
     */
    public boolean isKept(long nowSeconds) {
        return granularity.kept().isEmpty()
                || nowSeconds < end() + granularity.kept().get().toSeconds();
    }

    void write(RowWriter row) {
        // The sign is turned so that the order of the bytes is the order of time.
        row.octet(granularity.place).fixed(start ^ Long.MIN_VALUE);
    }

    static Bucket read(RowReader row) {
        int place = row.octet();
        long start = row.fixed() ^ Long.MIN_VALUE;
        for (Granularity granularity : Granularity.values()) {
            if (granularity.place == place && granularity.floor(start) == start) {
                return new Bucket(granularity, start);
            }
        }
        throw row.unreadable("there is no such bucket");
    }
}
