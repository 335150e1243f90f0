package dev.souk.storage.memory;

import dev.souk.storage.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A sorted map under a lock. */
final class MemoryTable implements Table {
    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    /** A copy. */
    private static final class Copy implements View {
        private final MemoryTable table = new MemoryTable();

        @Override
        public Optional<byte[]> get(byte[] key) {
            return table.get(key);
        }

        @Override
        public List<Entry> scan(byte[] prefix, byte[] from, int max) {
            return table.scan(prefix, from, max);
        }

        @Override
        public void close() {}
    }

    @Override
    public synchronized View view() {
        Copy copy = new Copy();
        copy.table.entries.putAll(entries);
        return copy;
    }

    @Override
    public synchronized Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
    }

    @Override
    public synchronized List<Entry> scan(byte[] prefix, byte[] from, int max) {
        List<Entry> found = new ArrayList<>();
        byte[] first = Arrays.compareUnsigned(from, prefix) > 0 ? from : prefix;
        for (var entry : entries.tailMap(first, true).entrySet()) {
            byte[] key = entry.getKey();
            if (!startsWith(key, prefix) || found.size() == max) {
                return found;
            }
            found.add(new Entry(key.clone(), entry.getValue().clone()));
        }
        return found;
    }

    @Override
    public synchronized List<Entry> scanBackwards(byte[] prefix, byte[] from, int max) {
        List<Entry> found = new ArrayList<>();
        for (var entry : entries.headMap(from, true).descendingMap().entrySet()) {
            byte[] key = entry.getKey();
            if (startsWith(key, prefix) && found.size() < max) {
                found.add(new Entry(key.clone(), entry.getValue().clone()));
            }
        }
        return found;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public synchronized void write(List<Write> writes) {
        for (Write write : writes) {
            switch (write) {
                case Write.Put(byte[] key, byte[] value) -> entries.put(key.clone(), value.clone());
                case Write.Delete(byte[] key) -> entries.remove(key);
                case Write.DeletePrefix(byte[] prefix) -> deletePrefix(prefix);
            }
        }
    }

    @Override
    public void writeDurably(List<Write> writes) {
        write(writes);
    }

    @Override
    public Load load() {
        return new Load() {
            @Override
            public void write(List<Write> writes) {
                MemoryTable.this.write(writes);
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    private void deletePrefix(byte[] prefix) {
        if (IntStream.range(0, prefix.length).allMatch(i -> prefix[i] == (byte) 0xFF)) {
            throw new IllegalArgumentException("nothing comes behind this prefix, so it cannot be deleted");
        }
        entries.keySet().removeIf(key -> startsWith(key, prefix));
    }
}
