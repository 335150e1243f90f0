package dev.souk.storage.rocksdb;

import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows for a filter of many authors: the newest of all, as long as enough of them match, then those of its authors from
 * there on. Following somebody who follows the active takes a few hundred rows in the order of time, where each author's
 * own rows would take a seek for every author; following the silent it is the other way round, and which it is shows
 * soon.
 */
final class DenseRows implements Rows {
    /** Rows that are looked at before it is judged how many match. */
    private static final int PROBE = 64;

    private final LongFunction<Rows> sparse;
    private final int limit;
    private final int worth;
    private Rows rows;
    private @Nullable Row last;
    private long tried;
    private long matched;
    private long examined;
    private boolean isDense = true;

    /**
     * @param dense rows in which all matches are
     * @param sparse the rows of all authors up to some time
     * @param limit how many matches are wanted
     * @param worth so many dense rows cost what it takes to begin with the others
     */
    DenseRows(Rows dense, LongFunction<Rows> sparse, int limit, int worth) {
        this.rows = dense;
        this.sparse = sparse;
        this.limit = limit;
        this.worth = worth;
    }

    @Override
    public boolean prepare(int budget) {
        Row reached = last;
        if (isDense && reached != null && isTooThin()) {
            isDense = false;
            rows.suspend();
            examined += rows.examined();
            rows = sparse.apply(reached.createdAt());
        }
        return rows.prepare(budget);
    }

    private boolean isTooThin() {
        return tried >= PROBE && tried * limit > matched * worth;
    }

    @Override
    public Optional<Row> next() {
        Optional<Row> next = rows.next();
        if (isDense) {
            last = next.orElse(last);
            tried++;
        }
        return next;
    }

    @Override
    public void matched() {
        matched++;
    }

    @Override
    public long examined() {
        return examined + rows.examined();
    }

    @Override
    public void suspend() {
        rows.suspend();
    }
}
