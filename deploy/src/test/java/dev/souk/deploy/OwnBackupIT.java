package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the relay has published under its own key comes back from its own backup only. */
class OwnBackupIT {
    private static final String SECRET = "11".repeat(32);
    private static final SecretKey RELAY = SecretKey.ofHex(SECRET);
    private static final List<Event> OWN = List.of(
            own(30_383).tag("d", "5".repeat(64)).tag("s", "completed").build(),
            own(30_382).tag("d", TestKeys.bob().publicKey().hex()).build(),
            own(38_690).tag("d", "market:24h").build(),
            own(0).content("{}").build(),
            TestEvents.deletionOf(own(30_383).tag("d", "6".repeat(64)).build())
                    .by(RELAY)
                    .build());
    private static final Event OTHERS = TestEvents.ofKind(30_383)
            .by(TestKeys.bob())
            .tag("d", "5".repeat(64))
            .build();

    @TempDir
    private Path folder = Path.of("");

    private static TestEvents own(int kind) {
        return TestEvents.ofKind(kind).by(RELAY);
    }

    private Shell shell() {
        StringBuilder lines = new StringBuilder(line(OTHERS));
        OWN.forEach(event -> lines.append(line(event)));
        return new Shell(folder).input(lines.toString().getBytes(UTF_8));
    }

    private static String line(Event event) {
        return new String(event.json(), UTF_8) + "\n";
    }

    @Test
    void strangersFilesSpeakForTheRelayNeitherWithItsKeyNorForIt() {
        Shell.Result result = shell().with(RelayKey.VARIABLE, SECRET).run("import");
        assertEquals(
                List.of(2, 3, 4, 5, 6).stream()
                        .map(line -> "line " + line + ": reserved: only the relay itself publishes under its key")
                        .toList(),
                result.err().lines().filter(line -> line.startsWith("line ")).toList());
        assertTrue(result.err().contains("read 6, stored 1,"), result.err());
        assertTrue(result.err().contains("\n  rejected as reserved: 5 (line 2, 3, 4, 5, 6)\n"), result.err());
        assertEquals(line(OTHERS), shell().run("export").out());
    }

    @Test
    void theKeyFileBesideTheEventsIsAskedToo() throws Exception {
        Path store = new Shell(folder).storePath();
        Files.createDirectories(store);
        Path key = Files.createFile(store.resolve("relay.key"));
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Files.writeString(key, SECRET);
        Shell.Result result = shell().run("import");
        assertTrue(result.err().contains("read 6, stored 1,"), result.err());
    }

    @Test
    void anOwnBackupComesBackWhole() {
        Shell.Result result = shell().with(RelayKey.VARIABLE, SECRET).run("import", "--own-backup");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.err().contains("read 6, stored 6,"), result.err());
    }

    @Test
    void whatIsThereAlreadyIsADuplicateAndNoReject() {
        shell().with(RelayKey.VARIABLE, SECRET).run("import", "--own-backup");
        Shell.Result again = shell().with(RelayKey.VARIABLE, SECRET).run("import");
        assertTrue(again.err().contains("read 6, stored 0, duplicates 6,"), again.err());
    }

    @Test
    void anImportMakesNoKey() {
        Shell.Result result = shell().run("import");
        assertTrue(result.err().contains("read 6, stored 6,"), result.err());
        assertTrue(Files.notExists(new Shell(folder).storePath().resolve("relay.key")));
    }
}
