package dev.souk.marketplace.ledger;

import dev.souk.storage.Table;
import java.util.List;
import java.util.Optional;

/** A table in which something else happens between the moment a value is read and that at which the reader has it. */
record OvertakenTable(Table table, Runnable meanwhile) implements Table {
    @Override
    public Optional<byte[]> get(byte[] key) {
        Optional<byte[]> value = table.get(key);
        meanwhile.run();
        return value;
    }

    @Override
    public List<Entry> scan(byte[] prefix, byte[] from, int max) {
        return table.scan(prefix, from, max);
    }

    @Override
    public List<Entry> scanBackwards(byte[] prefix, byte[] from, int max) {
        return table.scanBackwards(prefix, from, max);
    }

    @Override
    public View view() {
        return table.view();
    }

    @Override
    public void write(List<Write> writes) {
        table.write(writes);
    }

    @Override
    public void writeDurably(List<Write> writes) {
        table.writeDurably(writes);
    }

    @Override
    public Load load() {
        return table.load();
    }
}
