package dev.souk.storage;

/**
 * Counts matches by their index rows, without reading an event. Can stop anywhere and go on later. Owned by one thread at
 * a time.
 */
public interface IndexCount extends AutoCloseable {
    /** Goes on for at most about {@code rows} index rows, at least 1; true when all are counted. */
    boolean advance(int rows);

    /** How many index rows were examined so far. */
    long examined();

    /**
     * The matches: all of them when everything is counted; else about how many there are, as far as the size of the
     * rows that were not read tells, and never fewer than were read.
     */
    long matches();

    /** Lets go of what is pinned in memory; the next {@link #advance} takes it up again at the same place. */
    void suspend();

    @Override
    void close();
}
