package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What strfry, nostream and PostgreSQL write, imported as it is. */
class ForeignExportIT {
    private static final Event FIRST = TestEvents.note("a \"b\" \\ c\nd\te \u00e9 \ud83d\ude00")
            .tag("t", "x\ty\\z")
            .at(100)
            .build();
    private static final Event SECOND = TestEvents.note("second").at(200).build();

    @TempDir
    private Path folder = Path.of("");

    private Shell.Result imported(String text) {
        return new Shell(folder).input(text.getBytes(UTF_8)).run("import");
    }

    private String exported() {
        return new Shell(folder).run("export").out();
    }

    @Test
    void strfrysPackedFormBesideAnEventIsLeftOut() {
        String packed = "0f".repeat(20_000);
        String line = text(FIRST).replaceFirst("}$", ",\"fried\":\"" + packed + "\"}");
        assertTrue(imported(line + "\n").err().contains("stored 1,"));
        assertEquals(text(FIRST) + "\n", exported());
    }

    @Test
    void anEventLongerThanAnyMessageIsRefusedThoughItsLineIsShortEnough() {
        Event lengthy = TestEvents.note("").tag("t", "x".repeat(140_000)).build();
        Shell.Result result = imported(text(lengthy));
        assertTrue(result.err().contains("line 1: line too long: "), result.err());
        assertTrue(result.err().contains("stored 0,"), result.err());
    }

    @Test
    void anArrayAsNostreamWritesItIsTakenApart() {
        Shell.Result result = imported("[\n" + text(FIRST) + ",\n" + text(SECOND) + "\n]\n");
        assertTrue(result.err().contains("read 2, stored 2,"), result.err());
        assertEquals(text(FIRST) + "\n" + text(SECOND) + "\n", exported());
    }

    @Test
    void anArrayMayStandOnOneLineOrOnMany() {
        String pretty = text(SECOND).replace("{", "{\n  ").replace(",\"", ",\n  \"");
        Shell.Result result = imported(" [ " + text(FIRST) + " , " + pretty + "]");
        assertTrue(result.err().contains("read 2, stored 2,"), result.err());
        assertTrue(imported("[]\n").err().contains("read 0,"));
    }

    @Test
    void aBrokenElementDoesNotTakeTheOthersWithIt() {
        String broken = text(FIRST).substring(0, 100);
        Shell.Result result = imported("[\n" + broken + ",\n17,\n" + text(SECOND) + "\n]\n");
        assertTrue(result.err().contains("stored 1,"), result.err());
        assertTrue(result.err().contains("rejected as not a well-formed event: "), result.err());
    }

    @Test
    void anArrayThatBreaksOffFailsAfterWhatCameBefore() {
        Shell.Result result = imported("[\n" + text(FIRST) + ",\n");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("stored 1,"), result.err());
        assertTrue(
                result.err().contains("could not be read to its end: the array breaks off in line 3."), result.err());
    }

    @Test
    void aHugeElementIsPassedOver() {
        String huge = "{\"id\":\"" + "x".repeat(3_000_000) + "\"}";
        Shell.Result result = imported("[" + huge + "," + text(FIRST) + "]");
        assertTrue(result.err().contains("line 1: line too long"), result.err());
        assertTrue(result.err().contains("stored 1,"), result.err());
    }

    @Test
    void linesThatPsqlHasCopiedAreUndone() {
        String copied = text(FIRST).replace("\\", "\\\\") + "\n" + text(SECOND) + "\n";
        assertTrue(imported(copied).err().contains("read 2, stored 2,"));
        assertEquals(text(FIRST) + "\n" + text(SECOND) + "\n", exported());
    }

    @Test
    void linesThatAreTrulyWrongStayWrong() {
        String altered = text(FIRST).replace("d\\te", "d\\tx").replace("\\", "\\\\");
        assertTrue(imported(altered).err().contains("stored 0,"));
    }

    @Test
    void aDumpOfNostreamsDatabaseIsRead() {
        String dump = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n"
                + "COPY public.event_tags (id, event_id, tag_name, tag_value) FROM stdin;\n"
                + "1\t\\\\x00\tt\tx\n\\.\n\n"
                + "COPY public.events (id, event_id, event_pubkey, event_kind, event_created_at, event_content, event_tags,"
                + " event_signature, first_seen, deleted_at) FROM stdin;\n"
                + row(FIRST, "\\N") + row(SECOND, "2026-01-01 00:00:00") + "broken\n" + "\\.\n\n-- done\n";
        Shell.Result result = imported(dump);
        assertTrue(result.err().contains("read 2, stored 1,"), result.err());
        assertTrue(result.err().contains("rejected as not a well-formed event: 1 (line 14)"), result.err());
        assertTrue(result.err().contains("left out 1 rows marked as deleted"), result.err());
        assertEquals(text(FIRST) + "\n", exported());
    }

    @Test
    void aDumpOfNostrRsRelaysPostgresIsRead() {
        String dump =
                "COPY public.event (id, pub_key, created_at, kind, content, hidden, delegated_by, first_seen) FROM stdin;\n"
                        + bytea(FIRST) + "\t0\t\\N\t2026-01-01\n"
                        + bytea(SECOND) + "\t1\t\\N\t2026-01-01\n\\.\n";
        Shell.Result result = imported(dump);
        assertTrue(result.err().contains("read 1, stored 1,"), result.err());
        assertEquals(text(FIRST) + "\n", exported());
    }

    @Test
    void aDumpWithoutEventsOrThatBreaksOffFails() {
        String head = "-- PostgreSQL database dump\n";
        assertTrue(imported(head + "INSERT INTO events VALUES (1);\n").err().contains("has no COPY of a table events"));
        String cut =
                head + "COPY events (event_id, event_pubkey, event_kind, event_created_at, event_content, event_tags,"
                        + " event_signature) FROM stdin;\n";
        Shell.Result result = imported(cut);
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("breaks off within its events"), result.err());
    }

    @Test
    void xzIsUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(packed, new LZMA2Options(9))) {
            out.write((text(FIRST) + "\n").getBytes(UTF_8));
        }
        Shell shell = new Shell(folder).input(packed.toByteArray());
        assertTrue(shell.run("import").err().contains("stored 1,"));
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        Shell.Result result = shell.input(half).run("import");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertFalse(result.err().contains("a fault of Souk"), result.err());
    }

    @Test
    void anXzThatWantsAllMemoryIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(packed, new LZMA2Options(0))) {
            out.write(text(FIRST).getBytes(UTF_8));
        }
        byte[] hostile = packed.toByteArray();
        // The header of the first block begins behind the 12 bytes of that of the stream, and its CRC 8 bytes later.
        assertEquals(0x21, hostile[14], "LZMA2 was expected to be the only filter");
        hostile[16] = 34;
        CRC32 crc = new CRC32();
        crc.update(hostile, 12, 8);
        ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN).putInt(20, (int) crc.getValue());
        Shell.Result result = new Shell(folder).input(hostile).run("import");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("of memory would be needed"), result.err());
        assertFalse(result.err().contains("a fault of Souk"), result.err());
    }

    @Test
    void whatIsPackedOtherwiseIsNamedWithWhatToDo() {
        assertTrue(refused(0x28, 0xb5, 0x2f, 0xfd).contains("zstd -dc FILE | souk import -"));
        assertTrue(refused('B', 'Z', 'h', '9').contains("bzip2 -dc"));
        assertTrue(refused('P', 'G', 'D', 'M', 'P', 1).contains("pg_restore"));
        assertTrue(refused('P', 'K', 3, 4).contains("zip"));
        byte[] lmdb = new byte[4096];
        System.arraycopy(new byte[] {(byte) 0xde, (byte) 0xc0, (byte) 0xef, (byte) 0xbe}, 0, lmdb, 16, 4);
        Shell.Result result = new Shell(folder).input(lmdb).run("import");
        assertTrue(result.err().contains("strfry export | souk import -"), result.err());
    }

    @Test
    void damagedGzipFailsAfterWhatCameBefore() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        String lines = IntStream.range(0, 3_000)
                .mapToObj(i -> text(TestEvents.note("note " + i).unsigned()))
                .collect(Collectors.joining("\n"));
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(lines.getBytes(UTF_8));
        }
        byte[] damaged = packed.toByteArray();
        Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 200, (byte) 0xff);
        Shell.Result result = new Shell(folder).input(damaged).run("import", "--no-verify", "--quiet");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("What came before is stored; run it again to go on."), result.err());
        assertTrue(exported().lines().count() > 100);
    }

    @Test
    void textThatIsNotUtf8IsNoEvent() {
        byte[] line = text(FIRST).getBytes(UTF_8);
        line[line.length / 2] = (byte) 0xff;
        Shell.Result result = new Shell(folder).input(line).run("import");
        assertTrue(result.err().contains("stored 0,"), result.err());
    }

    private String refused(int... head) {
        byte[] bytes = new byte[head.length];
        for (int i = 0; i < head.length; i++) {
            bytes[i] = (byte) head[i];
        }
        Shell.Result result = new Shell(folder).input(bytes).run("import");
        assertEquals(ExitCode.FAILED, result.exitCode());
        return result.err();
    }

    private static String row(Event event, String deleted) {
        String tags = event.tags().stream()
                .map(tag -> tag.elements().stream()
                        .map(ForeignExportIT::quoted)
                        .collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(", ", "[", "]"));
        return String.join(
                        "\t",
                        List.of(
                                "8d9c",
                                "\\\\x" + event.id(),
                                "\\\\x" + event.pubkey(),
                                String.valueOf(event.kind()),
                                String.valueOf(event.createdAt()),
                                copied(event.content()),
                                copied(tags),
                                "\\\\x" + event.sig(),
                                "2026-01-01 00:00:00",
                                deleted))
                + "\n";
    }

    /** The first five columns of nostr-rs-relay's table. */
    private static String bytea(Event event) {
        return String.join(
                "\t",
                "\\\\x" + event.id(),
                "\\\\x" + event.pubkey(),
                "2026-01-01 00:00:00+00",
                String.valueOf(event.kind()),
                "\\\\x" + HexFormat.of().formatHex(event.json()));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
    }

    /** As COPY TO writes it. */
    private static String copied(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String text(Event event) {
        return new String(event.json(), UTF_8);
    }
}
