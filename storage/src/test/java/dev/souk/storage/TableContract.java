package dev.souk.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
