package dev.souk.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A table of which every third write fails, as a whole: before it is made, or after it was. A load that fails does nothing
 * from then on, and its end is lost.
 */
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

    @Override
    public Load load() {
        return new FragileLoad();
    }

    private List<Entry> everything() {
        return table.scan(new byte[0], new byte[0], Integer.MAX_VALUE);
    }

    private final class FragileLoad implements Load {
        private final Load load = table.load();

        /** What stood in the table before each of the writes. */
        private final List<List<Entry>> states = new ArrayList<>();

        private boolean isDead;

        @Override
        public synchronized void write(List<Write> writes) {
            states.add(everything());
            failIfDead();
            load.write(writes);
            failSometimes();
        }

        @Override
        public synchronized void finish() {
            failSometimes();
            load.finish();
        }

        private void failIfDead() {
            if (isDead) {
                throw new StorageException("the process was killed while it loaded");
            }
        }

        private void failSometimes() {
            if (random.nextInt(6) == 0) {
                lose(states.get(random.nextInt(states.size())));
                isDead = true;
            }
            failIfDead();
        }

        private void lose(List<Entry> kept) {
            List<Write> back = new ArrayList<>();
            everything().forEach(entry -> back.add(new Write.Delete(entry.key())));
            kept.forEach(entry -> back.add(new Write.Put(entry.key(), entry.value())));
            table.write(back);
        }

        @Override
        public void close() {
            load.close();
        }
    }
}
