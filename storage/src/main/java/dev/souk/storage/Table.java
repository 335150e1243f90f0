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
