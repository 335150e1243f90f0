package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.storage.Durability;
import dev.souk.storage.EventStore;
import dev.souk.storage.rocksdb.RocksConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsImportedIsExportedByteForByteInItsOrder() {
        String lines = lines(notes(2_500));
        Shell shell = new Shell(folder).input(lines.getBytes(UTF_8));
        Shell.Result result = shell.run("import", "-");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.err().contains("read 2,500, stored 2,500, duplicates 0,"), result.err());
        assertEquals(lines, shell.run("export").out());
    }

    @Test
    void badLinesAreNamedAndTheRestIsStored() {
        Event good = TestEvents.note("good").build();
        Event unsigned = TestEvents.note("unsigned").unsigned();
        String altered = text(TestEvents.note("one").build()).replace("\"one\"", "\"two\"");
        String file = String.join(
                "\n",
                text(good),
                "",
                "{\"id\":",
                text(unsigned) + "\r",
                altered,
                text(TestEvents.ofKind(70_000).build()),
                "[]");
        Shell shell = new Shell(folder).input(file.getBytes(UTF_8));
        Shell.Result result = shell.run("import");
        assertEquals(
                List.of(
                        "line 3: not a well-formed event: not JSON",
                        "line 4: bad signature: " + unsigned.id(),
                        "line 5: wrong id: " + TestEvents.note("one").build().id(),
                        "line 6: kind not accepted: kind 70000 is not one that this relay accepts",
                        "line 7: not a well-formed event: expected an event, which is an object"),
                result.err().lines().filter(line -> line.startsWith("line ")).toList());
        assertTrue(result.err().contains("read 6, stored 1,"), result.err());
        assertTrue(result.err().contains("\n  rejected as not a well-formed event: 2 (line 3, 7)\n"), result.err());
        assertEquals(ExitCode.OK, result.exitCode());
        assertEquals(text(good) + "\n", shell.run("export").out());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Shell.Result result = new Shell(folder).run("import", "events.jsonl");
        assertEquals("souk: events.jsonl: there is no such file\n", result.err());
        assertEquals(ExitCode.FAILED, result.exitCode());
    }

    @Test
    void importingAgainTakesUpWhereItWasLeft() {
        List<Event> all = notes(30);
        Shell shell = new Shell(folder);
        shell.input(lines(all.subList(0, 20)).getBytes(UTF_8)).run("import");
        Shell.Result second = shell.input(lines(all).getBytes(UTF_8)).run("import");
        assertTrue(second.err().contains("read 30, stored 10, duplicates 20,"), second.err());
    }

    @Test
    void outcomesAreCountedOneByOne() {
        Event deleted = TestEvents.note("deleted").build();
        String file = lines(List.of(
                TestEvents.ofKind(0).at(100).content("old").build(),
                TestEvents.ofKind(0).at(200).content("new").build(),
                TestEvents.ofKind(0).at(150).content("late").build(),
                TestEvents.deletionOf(deleted).build(),
                deleted,
                TestEvents.note("expired").tag("expiration", "1").build(),
                TestEvents.ofKind(20_000).build()));
        Shell.Result result = new Shell(folder).input(file.getBytes(UTF_8)).run("import");
        assertTrue(
                result.err()
                        .contains("read 7, stored 3, duplicates 0, superseded 1, deleted 1, expired 1, ephemeral 1,"
                                + " rejected 0; removed by them 1;"),
                result.err());
    }

    @Test
    void gzipIsReadAndWritten() throws IOException {
        String lines = lines(notes(3));
        Path packed = folder.resolve("events.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(lines.getBytes(UTF_8));
        }
        Shell shell = new Shell(folder);
        assertTrue(shell.run("import", packed.toString()).err().contains("stored 3,"));
        Path exported = folder.resolve("copy.jsonl.gz");
        assertEquals(ExitCode.OK, shell.run("export", exported.toString()).exitCode());
        Shell other = new Shell(Files.createDirectory(folder.resolve("other")));
        other.run("import", exported.toString());
        assertEquals(lines, other.run("export").out());
    }

    @Test
    void aFileThatBreaksOffIsStoredAsFarAsItGoesAndFails() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(lines(notes(2_000)).getBytes(UTF_8));
        }
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        Shell shell = new Shell(folder).input(half);
        Shell.Result result = shell.run("import");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("souk: standard input could not be read to its end: "), result.err());
        assertTrue(shell.run("export").out().lines().count() > 100);
    }

    @Test
    void aLineLongerThanAnyMessageIsSkippedWithoutBeingKept() {
        String huge = "x".repeat(5_000_000);
        String file = huge + "\n" + text(TestEvents.note("after").build()) + "\n" + huge;
        Shell.Result result = new Shell(folder).input(file.getBytes(UTF_8)).run("import");
        assertTrue(result.err().contains("line 1: line too long\n"), result.err());
        assertTrue(result.err().contains("line 3: line too long\n"), result.err());
        assertTrue(result.err().contains("stored 1,"), result.err());
    }

    @Test
    void contentAndTagsAreLimitedAsInTheRelay() {
        Shell shell = new Shell(folder)
                .with("SOUK_LIMITS_MAX_CONTENT_CHARACTERS", "3")
                .with("SOUK_LIMITS_MAX_EVENT_TAGS", "1");
        String file = lines(List.of(
                TestEvents.note("abc").tag("t", "a").build(),
                TestEvents.note("abcd").build(),
                TestEvents.note("").tag("t", "a").tag("t", "b").build()));
        Shell.Result result = shell.input(file.getBytes(UTF_8)).run("import");
        assertTrue(result.err().contains("stored 1,"), result.err());
        assertTrue(result.err().contains("\n  rejected as over a limit: 2 (line 2, 3)\n"), result.err());
    }

    @Test
    void theFirstHundredRejectionsAreShownAndTheFileHoldsAll() throws IOException {
        String file = String.join("\n", Collections.nCopies(150, "{}"));
        Path errors = folder.resolve("errors.txt");
        Shell.Result result =
                new Shell(folder).input(file.getBytes(UTF_8)).run("import", "--errors", errors.toString());
        assertEquals(
                100,
                result.err().lines().filter(line -> line.startsWith("line ")).count());
        assertTrue(
                result.err().contains("\n  rejected as not a well-formed event: 150 (line 1, 2, 3, 4, 5, ...)\n"),
                result.err());
        assertEquals(150, Files.readAllLines(errors).size());
        assertEquals(ExitCode.FAILED, result.exitCode(), "no line was an event");
    }

    @Test
    void quietShowsOnlyTheSummary() {
        Shell.Result result = new Shell(folder).input("{}\n".getBytes(UTF_8)).run("import", "--quiet");
        assertTrue(result.err().startsWith("read 1, "), result.err());
    }

    @Test
    void withoutVerificationOnlySignaturesAreTrustedAndItSaysSo() {
        Event unsigned = TestEvents.note("unsigned").unsigned();
        String altered = text(TestEvents.note("one").build()).replace("\"one\"", "\"two\"");
        Shell shell = new Shell(folder).input((text(unsigned) + "\n" + altered).getBytes(UTF_8));
        Shell.Result result = shell.run("import", "--no-verify");
        assertTrue(result.err().startsWith("souk: WARNING: --no-verify"), result.err());
        assertTrue(result.err().contains("stored 1,"), result.err());
        assertTrue(result.err().contains("line 2: wrong id"), result.err());
    }

    @Test
    void exportsWhatAFilterMatchesNewestFirst() {
        Event first = TestEvents.note("first").at(100).by(TestKeys.bob()).build();
        Event second = TestEvents.note("second").at(200).tag("t", "x").build();
        Event third = TestEvents.ofKind(7).at(300).build();
        Shell shell = new Shell(folder);
        shell.input(lines(List.of(first, second, third)).getBytes(UTF_8)).run("import");
        assertEquals(
                lines(List.of(second, first)),
                shell.run("export", "--kinds", "1,2").out());
        assertEquals(lines(List.of(third)), shell.run("export", "--limit", "1").out());
        assertEquals(
                lines(List.of(second)),
                shell.run("export", "--since", "101", "--until", "1970-01-01T00:03:20Z")
                        .out());
        assertEquals(
                lines(List.of(first)),
                shell.run("export", "--authors", first.pubkey().hex()).out());
        assertEquals(
                lines(List.of(third, second)),
                shell.run("export", "--filter", "{\"#t\":[\"x\"]}", "--filter", "{\"kinds\":[7]}")
                        .out());
    }

    @Test
    void aConditionThatCannotBeReadIsAUsageError() {
        Shell shell = new Shell(folder);
        assertEquals(
                ExitCode.USAGE, shell.run("export", "--filter", "{\"kinds\":1}").exitCode());
        assertEquals(
                ExitCode.USAGE,
                shell.run("export", "--filter", "{\"search\":\"x\"}").exitCode());
        assertEquals(ExitCode.USAGE, shell.run("export", "--filter", "{").exitCode());
        assertEquals(
                ExitCode.USAGE,
                shell.run("export", "--filter", "{}", "--kinds", "1").exitCode());
        assertEquals(ExitCode.USAGE, shell.run("export", "--since", "yesterday").exitCode());
        assertEquals(ExitCode.USAGE, shell.run("export", "--authors", "npub1").exitCode());
        assertFalse(Files.exists(shell.storePath()), "the store was opened before the mistake was seen");
    }

    @Test
    void whatHasExpiredSinceIsNotExported() {
        Event lasting = TestEvents.note("lasting").build();
        Event brief = TestEvents.note("brief").tag("expiration", "2000000000").build();
        Shell shell = new Shell(folder).at(1_999_999_999);
        shell.input(lines(List.of(lasting, brief)).getBytes(UTF_8)).run("import");
        assertEquals(lines(List.of(lasting, brief)), shell.run("export").out());
        assertEquals(
                lines(List.of(lasting)), shell.at(2_000_000_000).run("export").out());
    }

    @Test
    void anExportIsWholeThoughTheFeedHasForgottenRemovals() {
        Shell shell = new Shell(folder);
        RocksConfig shortMemory = new RocksConfig(shell.storePath(), Durability.NONE, 8 << 20, 8 << 20, 1 << 20, 1_000);
        List<Event> all = new ArrayList<>(notes(1_500));
        IntStream.range(0, 2_000)
                .forEach(i -> all.add(TestEvents.ofKind(0).at(1_000 + i).build()));
        try (EventStore store = Parts.openStore(shortMemory, InstantSource.system())) {
            store.save(all);
            store.sweepExpired(1);
            assertTrue(store.changesAfter(1_000, 1).isTruncated(), "the feed still knows everything");
        }
        List<String> exported = shell.run("export", "--quiet").out().lines().toList();
        assertEquals(1_501, exported.size());
        assertEquals(1_501, exported.stream().distinct().count());
    }

    @Test
    void aReaderThatWentAwayEndsTheExportInOneLine() {
        Shell shell = new Shell(folder).input(lines(notes(10)).getBytes(UTF_8));
        shell.run("import");
        shell.output(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        Shell.Result result = shell.run("export");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals("souk: whoever read the output went away\n", result.err());
    }

    @Test
    void anExportMakesNoStoreWhereThereIsNone() {
        Shell shell = new Shell(folder);
        Shell.Result result = shell.run("export");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().startsWith("souk: there is no store in " + shell.storePath()), result.err());
        assertFalse(Files.exists(shell.storePath()));
    }

    @Test
    void aFailedExportLeavesTheOldFileAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("backup.jsonl"), "old\n");
        Shell shell = new Shell(folder);
        Shell.Result result =
                shell.run("export", folder.resolve("no/such/folder.jsonl").toString());
        assertEquals(ExitCode.FAILED, result.exitCode());
        String lines = lines(notes(1));
        shell.input(lines.getBytes(UTF_8)).run("import");
        assertEquals("old\n", Files.readString(file));
        shell.run("export", file.toString());
        assertEquals(lines, Files.readString(file));
        assertFalse(Files.exists(folder.resolve("backup.jsonl.part")));
    }

    private static List<Event> notes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TestEvents.note("note " + i).at(2_000_000 - i).build())
                .toList();
    }

    private static String text(Event event) {
        return new String(event.json(), UTF_8);
    }

    private static String lines(List<Event> events) {
        return events.stream().map(event -> text(event) + "\n").collect(Collectors.joining());
    }
}
