package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.ledger.LedgerException;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.storage.FragileTable;
import dev.souk.storage.StorageException;
import dev.souk.storage.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Tables that an older build wrote are carried over at the start, and then say what this build would have written. */
class LedgerVersionTest {
    private static final long START = 1_690_000_000;
    private static final long NOW = START + 100_000;
    private static final byte[] CHECKPOINT = {'C'};

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MemoryRelay relay = new MemoryRelay(NOW);
    private final Table table = relay.table("ledger");
    private final LedgerFixture ledger = new LedgerFixture(relay, table, LedgerLimits.DEFAULT);

    private SortedMap<String, String> fed() {
        List<Event> history = new RandomMarket(random, START).make(20);
        // The targets of some come never, so that they go on waiting.
        ledger.feed(history.stream().filter(event -> random.nextInt(5) > 0).toList());
        return comparable(ledger);
    }

    /** All rows that must not depend on when something came, and how many facts wait by their own events. */
    private static SortedMap<String, String> comparable(LedgerFixture ledger) {
        SortedMap<String, String> rows = new TreeMap<>(ledger.contents());
        rows.put("E", String.valueOf(ledger.rows().get('E')));
        return rows;
    }

    private List<Table.Entry> rows(char family) {
        byte[] prefix = {(byte) family};
        return table.scan(prefix, prefix, Integer.MAX_VALUE);
    }

    /** Turns the tables into what version 2 would have written. */
    private void asOfVersion2() {
        List<Table.Write> writes = new ArrayList<>();
        rows('E').forEach(row -> writes.add(new Table.Write.Delete(row.key())));
        for (Table.Entry row : rows('r')) {
            byte[] key = new byte[1 + 2 * Bytes32.SIZE];
            System.arraycopy(row.key(), 0, key, 0, 1 + Bytes32.SIZE);
            System.arraycopy(row.key(), 1 + 2 * Bytes32.SIZE, key, 1 + Bytes32.SIZE, Bytes32.SIZE);
            writes.add(new Table.Write.Delete(row.key()));
            writes.add(new Table.Write.Put(key, Bytes32.at(row.value(), 0).toBytes()));
        }
        table.write(writes);
        version(2);
    }

    /** Turns the tables into what version 3 would have written. */
    private void asOfVersion3() {
        List<Table.Write> writes = new ArrayList<>();
        for (Table.Entry row : rows('r')) {
            writes.add(new Table.Write.Put(row.key(), Arrays.copyOf(row.value(), Bytes32.SIZE + 8)));
        }
        table.write(writes);
        version(3);
    }

    private void version(int version) {
        byte[] checkpoint = table.get(CHECKPOINT).orElseThrow().clone();
        checkpoint[0] = (byte) version;
        table.write(List.of(new Table.Write.Put(CHECKPOINT, checkpoint)));
    }

    @Test
    void tablesOfVersion2AreCarriedOver() {
        SortedMap<String, String> before = fed();
        assertFalse(rows('r').isEmpty(), "seed=" + seed);
        asOfVersion2();

        ledger.reopen();

        assertEquals(Set.of(), LedgerFixture.difference(before, comparable(ledger)), "seed=" + seed);
        assertEquals(4, table.get(CHECKPOINT).orElseThrow()[0]);
    }

    @Test
    void tablesOfVersion3AreCarriedOver() {
        SortedMap<String, String> before = fed();
        asOfVersion3();

        ledger.reopen();

        assertEquals(Set.of(), LedgerFixture.difference(before, comparable(ledger)), "seed=" + seed);
    }

    @Test
    void aRebuildCarriesThemOverToo() {
        SortedMap<String, String> before = fed();
        asOfVersion2();

        ledger.rebuild();

        assertEquals(Set.of(), LedgerFixture.difference(before, comparable(ledger)), "seed=" + seed);
    }

    @Test
    void whatIsCutOffWhileItIsCarriedOverIsBegunAgain() {
        SortedMap<String, String> before = fed();
        asOfVersion2();
        LedgerFixture fragile = new LedgerFixture(relay, new FragileTable(table, random), LedgerLimits.DEFAULT);
        boolean isDone = false;
        while (!isDone) {
            try {
                fragile.reopen();
                isDone = true;
            } catch (StorageException | CompletionException e) {
                assertTrue(table.get(CHECKPOINT).isPresent());
            }
        }

        assertEquals(Set.of(), LedgerFixture.difference(before, comparable(fragile)), "seed=" + seed);
    }

    @Test
    void tablesOfNewerOrForgottenVersionsAreRefusedUntouched() {
        fed();
        for (int version : List.of(1, 5, 100)) {
            version(version);
            SortedMap<String, String> before = comparable(ledger);
            assertThrows(LedgerException.class, ledger::reopen);
            assertThrows(LedgerException.class, ledger::rebuild);
            assertEquals(before, comparable(ledger));
            assertEquals(Optional.of((byte) version), table.get(CHECKPOINT).map(bytes -> bytes[0]));
        }
    }
}
