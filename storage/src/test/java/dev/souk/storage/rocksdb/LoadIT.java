package dev.souk.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.storage.Durability;
import dev.souk.storage.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves of a load: the files are copied as they are at one moment, and opened elsewhere. */
class LoadIT {
    private static final byte[] ALL = {};
    private static final int ROWS = 1_000;

    @TempDir
    private Path folder = Path.of("");

    @AutoClose
    private @Nullable RocksEventStore store;

    private RocksConfig config(String name) {
        return new RocksConfig(folder.resolve(name), Durability.NONE, 3 << 20, 2 << 20, 1 << 20, 1_000);
    }

    @BeforeEach
    void writeRows() {
        store = RocksEventStore.open(config("live"), InstantSource.system());
        write('a', 'b', 'c');
    }

    private Table table() {
        return Objects.requireNonNull(store).table("followers");
    }

    private void write(char... families) {
        for (char family : families) {
            table().write(rows(family));
        }
    }

    private static List<Table.Write> rows(char family) {
        List<Table.Write> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            byte[] key = ByteBuffer.allocate(5).put((byte) family).putInt(i).array();
            rows.add(new Table.Write.Put(key, key));
        }
        return rows;
    }

    /** How many rows a family has when the files are opened as they are now. */
    private int afterACrash(String name, char family) throws IOException {
        copy(folder.resolve("live"), folder.resolve(name));
        RocksEventStore crashed = RocksEventStore.open(config(name), InstantSource.system());
        try (crashed) {
            byte[] prefix = {(byte) family};
            return crashed.table("followers").scan(prefix, prefix, 2 * ROWS).size();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void whatWasWrittenBeforeALoadSurvivesACrashInIt() throws IOException {
        try (Table.Load load = table().load()) {
            load.write(List.of(new Table.Write.DeletePrefix(new byte[] {'b'})));
            load.write(rows('d'));
            assertEquals(ROWS, afterACrash("a", 'a'));
            assertEquals(ROWS, afterACrash("c", 'c'));
        }
    }

    @Test
    void whatIsFinishedSurvivesACrashBehindIt() throws IOException {
        try (Table.Load load = table().load()) {
            load.write(List.of(new Table.Write.DeletePrefix(new byte[] {'b'})));
            load.write(rows('d'));
            load.finish();
        }
        assertEquals(ROWS, afterACrash("kept", 'a'));
        assertEquals(0, afterACrash("deleted", 'b'));
        assertEquals(ROWS, afterACrash("loaded", 'd'));
    }

    /** Files of nothing but deleted rows are dropped, and what lay below them does not come to light. */
    @Test
    void whatIsDeletedFromFilesStaysDeleted() throws IOException {
        try (Table.Load load = table().load()) {
            load.finish();
        }
        write('b');
        try (Table.Load load = table().load()) {
            load.write(List.of(new Table.Write.DeletePrefix(new byte[] {'b'})));
            assertEquals(0, table().scan(new byte[] {'b'}, ALL, ROWS).size());
            load.finish();
        }
        assertEquals(0, afterACrash("deleted", 'b'));
        assertEquals(ROWS, afterACrash("kept", 'c'));
    }
}
