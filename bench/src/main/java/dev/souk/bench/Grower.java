package dev.souk.bench;

import java.io.IOException;
import java.util.List;

/** A running relay on which one dimension grows from point to point. Closing stops it. Owned by one thread. */
interface Grower extends AutoCloseable {
    /** Grows to a point above the last one, and measures there. */
    List<Measured> grow(int point) throws Exception;

    @Override
    void close() throws IOException;
}
