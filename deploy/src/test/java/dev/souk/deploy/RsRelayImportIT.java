package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database of a nostr-rs-relay, imported as it lies there. */
class RsRelayImportIT {
    private static final Event FIRST =
            TestEvents.note("first \u2028 \"quoted\"").build();
    private static final Event SECOND = TestEvents.note("second").at(2_000).build();

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("nostr relay?.db");
    }

    private Shell shell() {
        return new Shell(folder);
    }

    private Shell.Result imported() {
        return shell().run("import", file().toString());
    }

    @Test
    void eventsAreTakenByteForByteAndThoseHiddenAreLeftOut() throws SQLException {
        Event hidden = TestEvents.note("deleted there").build();
        try (RsRelayDatabase database = newest()) {
            database.with(FIRST).with(hidden).with(SECOND);
            database.execute("UPDATE event SET hidden = (kind = 1 AND id = 2)");
        }
        Shell.Result result = imported();
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.err().contains("read 2, stored 2, duplicates 0,"), result.err());
        assertTrue(result.err().contains("left out 1 rows hidden by their relay, as deleted"), result.err());
        assertEquals(
                text(FIRST) + "\n" + text(SECOND) + "\n", shell().run("export").out());
        assertTrue(imported().err().contains("read 2, stored 0, duplicates 2,"));
    }

    @Test
    void theOldestSchemaIsReadToo() throws SQLException {
        try (RsRelayDatabase database = RsRelayDatabase.create(file(), RsRelayDatabase.OLDEST, 1)) {
            database.with(FIRST);
        }
        assertTrue(imported().err().contains("stored 1,"));
    }

    @Test
    void aColumnThatCameLaterMayStandLast() throws SQLException {
        try (RsRelayDatabase database = RsRelayDatabase.create(file(), RsRelayDatabase.OLDEST, 2)) {
            database.execute("ALTER TABLE event ADD hidden INTEGER");
            database.with(FIRST).with(SECOND);
            database.execute("UPDATE event SET hidden = TRUE WHERE id = 1");
        }
        assertTrue(imported().err().contains("read 1, stored 1,"));
    }

    @Test
    void whatARunningRelayHasInItsLogIsReadAndNothingIsWrittenToItsFile() throws SQLException, IOException {
        try (RsRelayDatabase running = newest()) {
            running.execute("PRAGMA wal_autocheckpoint = 0");
            running.with(FIRST);
            byte[] before = Files.readAllBytes(file());
            assertFalse(Files.size(sibling("-wal")) == 0);
            assertTrue(imported().err().contains("stored 1,"));
            running.with(SECOND);
            assertTrue(imported().err().contains("read 2, stored 1, duplicates 1,"));
            assertEquals(List.of(), changed(before, Files.readAllBytes(file())));
        }
    }

    @Test
    void aDatabaseThatStandsAloneIsReadFromAFolderNobodyMayWriteTo() throws SQLException, IOException {
        try (RsRelayDatabase database = newest()) {
            database.with(FIRST);
        }
        assertFalse(Files.exists(sibling("-wal")), "SQLite was expected to fold its log in when it closes");
        assertTrue(imported().err().contains("stored 1,"));
        assertFalse(Files.exists(sibling("-shm")), "a file was made beside the database");
    }

    @Test
    void rowsThatAreNoEventsAreNamedByTheirIds() throws SQLException {
        try (RsRelayDatabase database = newest()) {
            database.with(FIRST);
            database.with(TestEvents.note("unsigned").unsigned());
            for (String content : List.of("17", "x'ff00'", "''", "'{\"id\":1}'", "zeroblob(2000000)", "1.5")) {
                database.execute("INSERT INTO event (event_hash, first_seen, created_at, author, kind, content)"
                        + " VALUES (x'00', 'yesterday', 'x', 'y', 'z', " + content + ")");
            }
        }
        Shell.Result result = imported();
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.err().contains("read 8, stored 1,"), result.err());
        assertTrue(result.err().contains("\nrow 7: line too long\n"), result.err());
        assertTrue(result.err().contains("rejected as not a well-formed event: 5 (row 3, 4, 5, 6, 8)"), result.err());
        assertTrue(result.err().contains("rejected as bad signature: 1 (row 2)"), result.err());
        assertNoTrace(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE other (x)",
                "CREATE VIEW event AS WITH RECURSIVE r(content) AS (SELECT '{}' UNION ALL SELECT '{}' FROM r)"
                        + " SELECT content, 1 AS id, 1 AS event_hash, 1 AS first_seen, 1 AS created_at, 1 AS author, 1 AS kind"
                        + " FROM r",
                "CREATE TABLE event (id INTEGER PRIMARY KEY, event_hash, first_seen, created_at, author, kind,"
                        + " content TEXT AS (hex(zeroblob(100000000))))",
                "CREATE TABLE event (id TEXT PRIMARY KEY, event_hash, first_seen, created_at, author, kind, content)"
                        + " WITHOUT ROWID",
                "CREATE TABLE event (id, rowid, event_hash, first_seen, created_at, author, kind, content)",
                "CREATE TABLE event (id text NOT NULL, pubkey text NOT NULL, created_at integer NOT NULL, kind integer,"
                        + " tags jsonb, content text, sig text)",
                "CREATE VIRTUAL TABLE event USING fts5(id, event_hash, first_seen, created_at, author, kind, content)"
            })
    void anythingElseThatIsCalledEventIsRefused(String schema) throws SQLException {
        RsRelayDatabase.create(file(), schema, 18).close();
        Shell.Result result = imported();
        assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
        assertTrue(result.err().startsWith("souk: " + file()), result.err());
        assertNoTrace(result);
    }

    @Test
    void aTriggerOfThatNameDoesNothing() throws SQLException {
        try (RsRelayDatabase database = newest()) {
            database.with(FIRST);
            database.execute("CREATE TRIGGER event_t AFTER INSERT ON event BEGIN DELETE FROM event; END");
            database.execute("PRAGMA writable_schema = ON");
            database.execute("UPDATE sqlite_schema SET name = 'event' WHERE name = 'event_t'");
        }
        Shell.Result result = imported();
        assertNoTrace(result);
        assertEquals(
                1,
                Stream.of("stored 1,", "souk: " + file())
                        .filter(result.err()::contains)
                        .count(),
                result.err());
    }

    @Test
    void aDamagedDatabaseIsReadAsFarAsItGoes() throws SQLException, IOException {
        try (RsRelayDatabase database = newest()) {
            for (int i = 0; i < 2_000; i++) {
                database.with(TestEvents.note("note " + i).unsigned());
            }
        }
        byte[] bytes = Files.readAllBytes(file());
        for (int i = bytes.length / 2; i < bytes.length / 2 + 40_000; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(file(), bytes);
        Shell.Result result = shell().run("import", "--no-verify", "--quiet", file().toString());
        assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
        assertTrue(result.err().contains("could not be read to its end: behind row "), result.err());
        assertTrue(result.err().contains(".recover"), result.err());
        assertTrue(shell().run("export").out().lines().count() > 100, result.err());
        assertNoTrace(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 1_000, 4_096, 10_000})
    void aDatabaseThatBreaksOffIsRefusedInWords(int bytes) throws SQLException, IOException {
        try (RsRelayDatabase database = newest()) {
            IntStream.range(0, 50).forEach(i -> add(database, i));
        }
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), bytes));
        Shell.Result result = imported();
        assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
        assertNoTrace(result);
    }

    @Test
    void aPackedDatabaseIsToBeUnpackedFirst() throws SQLException, IOException {
        try (RsRelayDatabase database = newest()) {
            database.with(FIRST);
        }
        Path packed = folder.resolve("nostr.db.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file(), out);
        }
        Shell.Result result = shell().run("import", packed.toString());
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("must be an unpacked file"), result.err());
        assertTrue(shell().input(Files.readAllBytes(file()))
                .run("import", "-")
                .err()
                .contains("unpacked file with a name"));
    }

    @Test
    void itsNameDoesNotMatter() throws SQLException, IOException {
        try (RsRelayDatabase database = newest()) {
            database.with(FIRST);
        }
        Path other = Files.move(file(), folder.resolve("events.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        assertTrue(shell().run("import", other.toString()).err().contains("stored 1,"));
    }

    private RsRelayDatabase newest() throws SQLException {
        return RsRelayDatabase.create(file(), RsRelayDatabase.NEWEST, 18);
    }

    private Path sibling(String suffix) {
        return file().resolveSibling(file().getFileName() + suffix);
    }

    private static void add(RsRelayDatabase database, int number) {
        try {
            database.with(TestEvents.note("note " + number).unsigned());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Integer> changed(byte[] before, byte[] after) {
        return IntStream.range(0, before.length)
                .filter(i -> before[i] != after[i])
                .boxed()
                .toList();
    }

    private static void assertNoTrace(Shell.Result result) {
        assertFalse(result.err().contains("\tat "), result.err());
        assertFalse(result.err().contains("a fault of Souk"), result.err());
    }

    private static String text(Event event) {
        return new String(event.json(), UTF_8);
    }
}
