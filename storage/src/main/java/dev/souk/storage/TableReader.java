package dev.souk.storage;

import java.util.List;
import java.util.Optional;

/** What can be read of a {@link Table}. */
public interface TableReader {
    /** The value at {@code key}. */
    Optional<byte[]> get(byte[] key);

    /** At most {@code max} entries whose key begins with {@code prefix} and is at or after {@code from}, in key order. */
    List<Table.Entry> scan(byte[] prefix, byte[] from, int max);
}
