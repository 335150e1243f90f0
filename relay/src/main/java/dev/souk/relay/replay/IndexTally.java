package dev.souk.relay.replay;

import dev.souk.storage.IndexCount;

/** Counts rows of an index. */
record IndexTally(IndexCount rows) implements Tally {
    private static final int ROWS_A_STEP = 4_096;

    @Override
    public boolean advance() {
        return rows.advance(ROWS_A_STEP);
    }

    @Override
    public long work() {
        return rows.examined();
    }

    @Override
    public long events() {
        return rows.matches();
    }

    @Override
    public void suspend() {
        rows.suspend();
    }

    @Override
    public void close() {
        rows.close();
    }
}
