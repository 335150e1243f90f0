package dev.souk.marketplace.ledger;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Derives everything that can be derived from the dossiers anew. First what was derived is deleted, then each dossier is
 * folded. A rebuild that is cut off is begun again with the next start: the ledger says so in its checkpoint's
 * neighbour, {@link Keys#rebuilding()}.
 */
final class Rebuild {
    private static final int PAGE = 2_000;

    private static final byte[] DERIVED = {
        Keys.RECORD,
        Keys.DEADLINE,
        Keys.NEEDED,
        Keys.LIST,
        Keys.TALLY,
        Keys.TYPE,
        Keys.TYPE_ORDER,
        Keys.KIND,
        Keys.KIND_ORDER,
        Keys.WORKED_ON,
        Keys.RANK,
        Keys.TYPE_RANK,
        Keys.RANKED
    };

    private final Table table;
    private final LedgerSettings settings;
    private final LedgerMeters meters;

    Rebuild(Table table, LedgerSettings settings, LedgerMeters meters) {
        this.table = table;
        this.settings = settings;
        this.meters = meters;
    }

    /** How many jobs were folded. */
    long run(long nowMillis, Consumer<Long> progress) {
        table.write(List.of(new Table.Write.Put(Keys.rebuilding(), new byte[0])));
        for (byte family : DERIVED) {
            forget(family);
        }
        table.write(List.of(
                new Table.Write.Delete(Keys.counter(Keys.TYPE)), new Table.Write.Delete(Keys.counter(Keys.KIND))));
        long done = 0;
        byte[] prefix = {Keys.DOSSIER};
        byte[] from = prefix;
        while (true) {
            List<Table.Entry> page = table.scan(prefix, from, PAGE);
            if (!page.isEmpty()) {
                List<Bytes32> jobs =
                        page.stream().map(row -> Keys.idAtEnd(row.key())).toList();
                Batch.derive(table, settings, meters, nowMillis, jobs);
                done += jobs.size();
                progress.accept(done);
                byte[] last = page.getLast().key();
                from = Arrays.copyOf(last, last.length + 1);
            }
            if (page.size() < PAGE) {
                table.write(List.of(new Table.Write.Delete(Keys.rebuilding())));
                return done;
            }
        }
    }

    private void forget(byte family) {
        byte[] prefix = {family};
        List<Table.Entry> page = table.scan(prefix, prefix, PAGE);
        while (!page.isEmpty()) {
            List<Table.Write> writes = new ArrayList<>();
            page.forEach(row -> writes.add(new Table.Write.Delete(row.key())));
            table.write(writes);
            byte[] last = page.getLast().key();
            page = table.scan(prefix, Arrays.copyOf(last, last.length + 1), PAGE);
        }
    }

    /** True when a rebuild was begun and not finished. */
    static boolean isCutOff(Table table) {
        return table.get(Keys.rebuilding()).isPresent();
    }
}
