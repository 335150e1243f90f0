package dev.souk.storage.rocksdb;

import java.util.Optional;

/** Rows of one filter's index, in their order, but for rows that were shown before. Owned by its cursor. */
interface Rows {
    /**
     * Reads ahead as far as needed to know the next row, examining about {@code budget} index rows at most.
     *
     * @return true when {@link #next()} may be called, false when the budget ran out
     */
    boolean prepare(int budget);

    /** The next row, or nothing at the end. */
    Optional<Row> next();

    /** The row that came last fulfils the whole filter. */
    default void matched() {}

    /** How many index rows were read so far. */
    long examined();

    /** Releases what is pinned until the next call. */
    void suspend();
}
