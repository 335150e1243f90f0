package dev.souk.relay.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;

/**
 * The index as it was when it had taken in all changes up to {@code sequence}. It pins files while it is held. Immutable.
 *
 * @param reader nothing as long as the index is not open
 */
record IndexPoint(Optional<DirectoryReader> reader, long sequence) {
    /** It shows nothing. */
    static final IndexPoint NOTHING = new IndexPoint(Optional.empty(), 0);

    /** Holds it; false when it is gone already, and there is a newer one. Any thread. */
    boolean tryHold() {
        return reader.isEmpty() || reader.get().tryIncRef();
    }

    /** Lets go of it, once for each hold and once by the index itself. Any thread. */
    void release() {
        try {
            if (reader.isPresent()) {
                reader.get().decRef();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a part of the search index", e);
        }
    }
}
