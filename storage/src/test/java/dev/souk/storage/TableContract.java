package dev.souk.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What followers may keep beside the events. */
interface TableContract extends StoreFixture {
    @Test
    default void keepsTablesOfFollowers() {
        Table table = store().table("market");
        table.write(List.of(
                new Table.Write.Put(key("a1"), key("one")),
                new Table.Write.Put(key("a2"), key("two")),
                new Table.Write.Put(key("b1"), key("three")),
                new Table.Write.Put(key("a1"), key("four")),
                new Table.Write.Delete(key("a2"))));
        assertArrayEquals(key("four"), table.get(key("a1")).orElseThrow());
        assertTrue(table.get(key("a2")).isEmpty());
        restart();
        Table again = store().table("market");
        again.write(List.of(new Table.Write.Put(key("a3"), key("five"))));
        assertEquals(List.of("a1", "a3"), keys(again.scan(key("a"), key(""), 10)));
        assertEquals(List.of("a3"), keys(again.scan(key("a"), key("a2"), 10)));
        assertEquals(List.of("a1"), keys(again.scan(key("a"), key(""), 1)));
        assertEquals(List.of(), keys(store().table("other").scan(key(""), key(""), 10)));
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> keys(List<Table.Entry> entries) {
        return entries.stream()
                .map(entry -> new String(entry.key(), StandardCharsets.US_ASCII))
                .toList();
    }

    @Test
    default void deletesAllThatBeginsWithAPrefix() {
        Table table = store().table("prefixes");
        byte[] high = {'a', (byte) 0xFF, 1};
        table.write(List.of(
                new Table.Write.Put(key("a"), key("one")),
                new Table.Write.Put(key("a1"), key("two")),
                new Table.Write.Put(high, key("three")),
                new Table.Write.Put(key("b"), key("four"))));
        table.write(
                List.of(new Table.Write.DeletePrefix(key("a")), new Table.Write.Put(key("a2"), key("written behind"))));
        assertEquals(List.of("a2", "b"), keys(table.scan(key(""), key(""), 10)));
        assertTrue(table.get(high).isEmpty());
        assertThrows(
                IllegalArgumentException.class,
                () -> table.write(List.of(new Table.Write.DeletePrefix(new byte[] {(byte) 0xFF}))));
    }

    @Test
    default void scansAPrefixToItsEnd() {
        Table table = store().table("ends");
        byte[] high = {1, (byte) 0xFF};
        byte[] highest = {(byte) 0xFF, (byte) 0xFF, 7};
        table.write(List.of(
                new Table.Write.Put(high, high),
                new Table.Write.Put(new byte[] {2}, high),
                new Table.Write.Put(highest, high)));
        assertArrayEquals(high, table.scan(high, high, 10).getFirst().key());
        assertEquals(1, table.scan(high, high, 10).size());
        assertEquals(1, table.scan(new byte[] {1}, new byte[] {1}, 10).size());
        assertArrayEquals(
                highest,
                table.scan(new byte[] {(byte) 0xFF}, highest, 10).getFirst().key());
    }

    @Test
    default void ordersKeysAsUnsignedBytes() {
        Table table = store().table("order");
        List<byte[]> ordered = List.of(
                new byte[] {0},
                new byte[] {0, 0},
                new byte[] {1},
                new byte[] {0x7F, (byte) 0xFF},
                new byte[] {(byte) 0x80},
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xFF, 0});
        for (byte[] key : ordered.reversed()) {
            table.write(List.of(new Table.Write.Put(key, key)));
        }
        byte[][] scanned = table.scan(new byte[0], new byte[0], 100).stream()
                .map(Table.Entry::key)
                .toArray(byte[][]::new);
        assertArrayEquals(ordered.toArray(byte[][]::new), scanned);
    }

    @Test
    default void scansNothingOutsideThePrefix() {
        Table table = store().table("prefix");
        for (String key : List.of("a", "b", "b1", "b2", "c")) {
            table.write(List.of(new Table.Write.Put(key(key), key("v"))));
        }
        assertEquals(List.of("b", "b1", "b2"), keys(table.scan(key("b"), key("a"), 10)));
        assertEquals(List.of("b2"), keys(table.scan(key("b"), key("b2"), 10)));
        assertEquals(List.of(), keys(table.scan(key("b"), key("b3"), 10)));
        assertEquals(List.of(), keys(table.scan(key("b"), key("c"), 10)));
        assertEquals(List.of(), keys(table.scan(key("bb"), key(""), 10)));
        assertEquals(List.of(), keys(table.scan(key(""), key(""), 0)));
    }

    @Test
    default void scansBackwardsWithinThePrefix() {
        Table table = store().table("backwards");
        for (String key : List.of("a", "b", "b1", "b2", "c")) {
            table.write(List.of(new Table.Write.Put(key(key), key("v"))));
        }
        assertEquals(List.of("b2", "b1", "b"), keys(table.scanBackwards(key("b"), key("b9"), 10)));
        assertEquals(List.of("b1", "b"), keys(table.scanBackwards(key("b"), key("b1"), 10)));
        assertEquals(List.of("b1"), keys(table.scanBackwards(key("b"), key("b1"), 1)));
        assertEquals(List.of("b"), keys(table.scanBackwards(key("b"), key("b0"), 10)));
        assertEquals(List.of(), keys(table.scanBackwards(key("bb"), key("bb1"), 10)));
    }

    @Test
    default void letsTheLaterOfTwoWritesWin() {
        Table table = store().table("writes");
        table.write(List.of(
                new Table.Write.Put(key("k"), key("1")),
                new Table.Write.Delete(key("k")),
                new Table.Write.Put(key("k"), key("2")),
                new Table.Write.Put(key("gone"), key("1")),
                new Table.Write.Delete(key("gone")),
                new Table.Write.Delete(key("never there"))));
        assertArrayEquals(key("2"), table.get(key("k")).orElseThrow());
        assertEquals(List.of("k"), keys(table.scan(key(""), key(""), 10)));
    }

    @Test
    default void keepsAnEmptyValueAndAnEmptyKey() {
        Table table = store().table("empty");
        table.write(List.of(new Table.Write.Put(key(""), key("")), new Table.Write.Put(key("k"), key(""))));
        restart();
        assertArrayEquals(key(""), store().table("empty").get(key("")).orElseThrow());
        assertEquals(List.of("", "k"), keys(store().table("empty").scan(key(""), key(""), 10)));
    }

    @Test
    default void isTheSameTableWheneverItIsAskedFor() {
        store().table("shared").write(List.of(new Table.Write.Put(key("k"), key("v"))));
        assertTrue(store().table("shared").get(key("k")).isPresent());
        assertTrue(store().table("share").get(key("k")).isEmpty());
    }

    @Test
    default void keepsWhatIsWrittenDurablyWithAllThatWasWrittenBefore() {
        Table table = store().table("promised");
        table.write(List.of(new Table.Write.Put(key("k1"), key("1")), new Table.Write.Put(key("k2"), key("1"))));
        table.writeDurably(List.of(new Table.Write.Put(key("k2"), key("2")), new Table.Write.Delete(key("none"))));
        assertArrayEquals(key("2"), table.get(key("k2")).orElseThrow());
        restart();
        assertEquals(List.of("k1", "k2"), keys(store().table("promised").scan(key(""), key(""), 10)));
        assertArrayEquals(key("2"), store().table("promised").get(key("k2")).orElseThrow());
    }

    @Test
    default void showsWhatIsLoadedAtOnceAndKeepsIt() {
        Table table = store().table("loaded");
        for (String key : List.of("a1", "b1", "b2", "c1")) {
            table.write(List.of(new Table.Write.Put(key(key), key("old"))));
        }
        try (Table.Load load = table.load()) {
            load.write(List.of(
                    new Table.Write.DeletePrefix(key("b")),
                    new Table.Write.Put(key("b2"), key("new")),
                    new Table.Write.Delete(key("c1"))));
            assertEquals(List.of("a1", "b2"), keys(table.scan(key(""), key(""), 10)));
            load.write(List.of(new Table.Write.Put(key("b3"), key("new"))));
            load.finish();
        }
        table.write(List.of(new Table.Write.Put(key("d1"), key("behind"))));
        assertEquals(List.of("a1", "b2", "b3", "d1"), keys(table.scan(key(""), key(""), 10)));
        restart();
        Table again = store().table("loaded");
        assertEquals(List.of("a1", "b2", "b3", "d1"), keys(again.scan(key(""), key(""), 10)));
        assertArrayEquals(key("new"), again.get(key("b2")).orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> {
            try (Table.Load load = again.load()) {
                load.write(List.of(new Table.Write.DeletePrefix(new byte[] {(byte) 0xFF})));
            }
        });
    }

    @Test
    default void aLoadThatWasNotFinishedTakesNothingElseAlong() {
        Table table = store().table("unfinished");
        table.write(List.of(new Table.Write.Put(key("k"), key("before"))));
        try (Table.Load load = table.load()) {
            load.write(List.of(new Table.Write.Put(key("l"), key("loaded"))));
        }
        table.write(List.of(new Table.Write.Put(key("m"), key("behind"))));
        restart();
        assertArrayEquals(
                key("before"), store().table("unfinished").get(key("k")).orElseThrow());
        assertArrayEquals(
                key("behind"), store().table("unfinished").get(key("m")).orElseThrow());
    }

    @Test
    default void aViewShowsOneMoment() {
        Table table = store().table("views");
        table.write(List.of(new Table.Write.Put(key("a1"), key("one")), new Table.Write.Put(key("b1"), key("two"))));
        try (Table.View view = table.view()) {
            table.write(List.of(
                    new Table.Write.Put(key("a1"), key("three")),
                    new Table.Write.Put(key("a2"), key("four")),
                    new Table.Write.Delete(key("b1"))));
            assertArrayEquals(key("one"), view.get(key("a1")).orElseThrow());
            assertTrue(view.get(key("a2")).isEmpty());
            assertTrue(view.get(key("b1")).isPresent());
            assertEquals(List.of("a1"), keys(view.scan(key("a"), key(""), 10)));
            assertEquals(List.of("b1"), keys(view.scan(key(""), key("a2"), 10)));
        }
        assertEquals(List.of("a1", "a2"), keys(table.scan(key(""), key(""), 10)));
    }

    @Test
    default void doesNotNumberWhatIsWrittenToATable() {
        store().table("quiet").write(List.of(new Table.Write.Put(key("k"), key("v"))));
        assertEquals(0, store().sequence());
    }

    @Test
    default void keepsItsOwnCopyOfKeysAndValues() {
        Table table = store().table("copies");
        byte[] key = key("k");
        byte[] value = key("v");
        table.write(List.of(new Table.Write.Put(key, value)));
        key[0] = 'x';
        value[0] = 'x';
        table.get(key("k")).orElseThrow()[0] = 'y';
        assertArrayEquals(key("v"), table.get(key("k")).orElseThrow());
    }
}
