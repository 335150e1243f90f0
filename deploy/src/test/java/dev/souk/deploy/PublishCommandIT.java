package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.json.EventReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class PublishCommandIT {
    private static final String SECRET = "7".repeat(64);

    @TempDir
    private Path folder = Path.of("");

    @AutoClose
    private final LocalRelay relay = LocalRelay.start();

    @Test
    void signsWithANewKeyAndPrintsTheIdOfWhatIsThenStored() throws IOException {
        Path key = folder.resolve("me.key");
        Shell.Result result = publish(
                "--new-key",
                key.toString(),
                "--kind",
                "68001",
                "--tag",
                "j=translation",
                "--tag",
                "[\"bid\",\"5000\",\"8000\"]",
                "--content",
                "Hello = \"world\"");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        Event stored = stored("{\"ids\":[\"" + result.out().strip() + "\"]}");
        SecretKey made = SecretKey.ofHex(Files.readString(key).strip());
        assertEquals(made.publicKey(), stored.pubkey());
        assertEquals(68_001, stored.kind());
        assertEquals(List.of(Tag.of("j", "translation"), Tag.of("bid", "5000", "8000")), stored.tags());
        assertEquals("Hello = \"world\"", stored.content());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertSilent(Files.readString(key).strip(), result);
    }

    @Test
    void signsWithTheKeyOfAVariable() {
        Shell.Result result = new Shell(folder)
                .with("MY_KEY", SECRET)
                .run("publish", relay.url(), "--key-env", "MY_KEY", "--kind", "1", "--content", "x");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertEquals(
                SecretKey.ofHex(SECRET).publicKey(), stored("{\"kinds\":[1]}").pubkey());
        assertSilent(SECRET, result);
    }

    @Test
    void makesAKeyAndNothingElseWhenAskedForNothingElse() throws IOException {
        Path key = folder.resolve("me.key");
        Shell.Result result = new Shell(folder).run("publish", "--new-key", key.toString());
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        SecretKey made = SecretKey.ofHex(Files.readString(key).strip());
        assertEquals(made.publicKey() + "\n", result.out());
    }

    @Test
    void neverWritesOverAKey() throws IOException {
        Path key = keyFile("rw-------", SECRET);
        Shell.Result result = publish("--new-key", key.toString(), "--kind", "1");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("is there already: use it with --key"), result.err());
        assertEquals(SECRET, Files.readString(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
    void aKeyThatOthersMayReadSignsNothing(String permissions) throws IOException {
        Shell.Result result =
                publish("--debug", "--key", keyFile(permissions, SECRET).toString(), "--kind", "1");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("chmod 600"), result.err());
        assertSilent(SECRET, result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xyz777",
                "nsec1aaaaaaaaxyz777",
                "",
                "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void aFileThatHoldsNoKeyIsNotQuoted(String text) throws IOException {
        Shell.Result result =
                publish("--debug", "--key", keyFile("rw-------", text).toString(), "--kind", "1");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("64 hex digits"), result.err());
        assertSilent("xyz777", result);
    }

    private Path keyFile(String permissions, String text) throws IOException {
        Path key = Files.writeString(folder.resolve("a.key"), text);
        return Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
    }

    private static void assertSilent(String secret, Shell.Result result) {
        assertFalse((result.out() + result.err()).contains(secret));
    }

    @Test
    void publishesAFileAsItIsAndNamesTheLinesThatAreNoEvents() {
        Event first = TestEvents.note("first").at(now()).build();
        Event second = TestEvents.note("second").at(now()).build();
        String lines = json(first) + "\n\nnonsense\n" + json(second) + "\n" + json(first) + "\n";
        Shell.Result result =
                new Shell(folder).input(lines.getBytes(StandardCharsets.UTF_8)).run("publish", relay.url(), "-");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals(
                Stream.of(first, first, second)
                        .map(event -> event.id().hex())
                        .sorted()
                        .toList(),
                result.out().lines().sorted().toList());
        assertTrue(result.err().contains("line 3 is no event: "), result.err());
        assertTrue(result.err().contains("3 accepted, 0 refused, 1 no events"), result.err());
    }

    @Test
    void moreEventsThanMayWaitAreAllAnswered() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            lines.append(json(TestEvents.note("number " + i).at(now()).build())).append('\n');
        }
        Shell.Result result = new Shell(folder)
                .input(lines.toString().getBytes(StandardCharsets.UTF_8))
                .run("publish", relay.url(), "-");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.err().contains("500 accepted, 0 refused"), result.err());
    }

    @Test
    void aRefusalIsAFailureWithTheRelaysReason() throws IOException {
        Shell.Result result = publish("--key", keyFile("rw-------", SECRET).toString(), "--kind", "22242");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().contains(" refused: invalid: "), result.err());
    }

    @Test
    void whereNothingListensItSaysHowToStartOne() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "ws://127.0.0.1:" + port;
        Shell.Result result = new Shell(folder).with("K", SECRET).run("publish", url, "--key-env", "K", "--kind", "1");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals(
                "souk: nothing listens at " + url + ": start it with `souk relay`, or name another\n", result.err());
    }

    @Test
    void whatMakesNoSenseIsAUsageErrorAndMakesNoKey() {
        Path key = folder.resolve("never.key");
        for (String[] arguments : new String[][] {
            {},
            {"--kind", "1"},
            {"--kind", "-1", "--new-key", key.toString()},
            {"--kind", "1", "--tag", "x", "--new-key", key.toString()},
            {"--tag", "a=b", "--new-key", key.toString()},
            {"--kind", "1", "--new-key", key.toString(), "file.jsonl"},
            {"a.jsonl", "b.jsonl"},
            {"http://127.0.0.1", "a.jsonl"},
            {"--kind", "1", "--new-key", key.toString(), "--key-env", "K"},
        }) {
            Shell.Result result = publish(arguments);
            assertEquals(ExitCode.USAGE, result.exitCode(), String.join(" ", arguments) + result.err());
        }
        assertFalse(Files.exists(key));
    }

    private static long now() {
        return java.time.InstantSource.system().instant().getEpochSecond();
    }

    private static String json(Event event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }

    private Shell.Result publish(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "publish";
        all[1] = relay.url();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new Shell(folder).run(all);
    }

    /** The one event that the relay has for this filter. */
    private Event stored(String filter) {
        Shell.Result result = new Shell(folder).run("req", relay.url(), filter);
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        return EventReader.read(result.out().strip().getBytes(StandardCharsets.UTF_8));
    }
}
