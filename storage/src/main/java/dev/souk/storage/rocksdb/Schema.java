package dev.souk.storage.rocksdb;

import dev.souk.storage.StorageException;
import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;

/** The version of the layouts in {@link Keys}, kept in the store and checked whenever it is opened. */
final class Schema {
    /** To be raised with every change of a layout that older code would misread. */
    static final int VERSION = 1;

    private Schema() {}

    /** Marks a new store, and refuses one of another version. */
    static void check(Database database) throws RocksDBException {
        byte[] stored = database.get(Family.META, Keys.SCHEMA);
        if (stored == null) {
            database.put(Family.META, Keys.SCHEMA, Keys.ofInt(VERSION));
            return;
        }
        int found = ByteBuffer.wrap(stored).getInt();
        if (found != VERSION) {
            throw new StorageException("the store in " + database.path() + " has schema version " + found
                    + ", this program reads version " + VERSION
                    + ": export it with the program that wrote it, and import that into a new folder");
        }
    }
}
