package dev.souk.storage;

import java.util.List;

/**
 * A durable, ordered map of bytes that belongs to one follower of the change feed. Keys are ordered as unsigned bytes.
 * Thread-safe; writes are atomic.
 */
public interface Table extends TableReader {
    /** The table as it was at one moment, for reads that must fit together. To be closed soon; used by one thread. */
    interface View extends TableReader, AutoCloseable {
        @Override
        void close();
    }

    /** A view of all that was written before the call. */
    View view();

    /** The other way round, the highest key first: at or before {@code from}, which itself begins with {@code prefix}. */
    List<Entry> scanBackwards(byte[] prefix, byte[] from, int max);

    /** Writes all or nothing; later writes of the list win over earlier ones. Synced with the store's next commit. */
    void write(List<Write> writes);

    /** The same, but for what somebody is promised: when it returns, it is as durable as a commit of the store. */
    void writeDurably(List<Write> writes);

    /** Begins to write very much. One at a time. */
    Load load();

    /**
     * Very much that is written at once, and can be written again when it was cut off: it is not logged, and sorted into
     * place only at the end. All of it shows at once, as ever, but a crash before {@link #finish} has returned leaves any
     * part of it. What was written to the table before the load began is durable. Thread-safe but for its end.
     */
    interface Load extends AutoCloseable {
        /** Writes all of the list. The space of deleted prefixes is free at once, whatever a view still shows. */
        void write(List<Write> writes);

        /** Sorts everything into place, and makes it durable. */
        void finish();

        /** Ends the load. */
        @Override
        void close();
    }

    /** One key and its value. */
    record Entry(byte[] key, byte[] value) {}

    /** One change of a table. */
    sealed interface Write {
        /** Sets a value. */
        record Put(byte[] key, byte[] value) implements Write {}

        /** Removes a key, if it is there. */
        record Delete(byte[] key) implements Write {}

        /** Removes all keys that begin with {@code prefix}, which has a byte below 0xFF. Cheap, however many there are. */
        record DeletePrefix(byte[] prefix) implements Write {}
    }
}
