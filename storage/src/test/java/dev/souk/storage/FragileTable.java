package dev.souk.storage;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A table of which every third write fails, as a whole: before it is made, or after it was. */
public record FragileTable(Table table, Random random) implements Table {
    @Override
    public Optional<byte[]> get(byte[] key) {
        return table.get(key);
    }

    @Override
    public List<Entry> scan(byte[] prefix, byte[] from, int max) {
        return table.scan(prefix, from, max);
    }

    @Override
    public View view() {
        return table.view();
    }

    @Override
    public List<Entry> scanBackwards(byte[] prefix, byte[] from, int max) {
        return table.scanBackwards(prefix, from, max);
    }

    @Override
    public void write(List<Write> writes) {
        int fate = random.nextInt(6);
        if (fate == 0) {
            throw new StorageException("the process was killed before the write");
        }
        table.write(writes);
        if (fate == 1) {
            throw new StorageException("the process was killed after the write");
        }
    }

    @Override
    public void writeDurably(List<Write> writes) {
        write(writes);
    }
}
