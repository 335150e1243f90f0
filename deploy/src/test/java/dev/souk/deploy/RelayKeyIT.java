package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.ConfigText;
import dev.souk.deploy.config.OptionValue;
import dev.souk.deploy.config.SoukConfig;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay's own key is made once, kept to its owner, and never told. */
class RelayKeyIT {
    private static final String SECRET = "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isMadeAtTheFirstStartForItsOwnerOnly() throws IOException {
        SecretKey made = RelayKey.of(config(), Map.of());
        Path file = folder.resolve("relay.key");
        assertEquals("rw-------", rights(file));
        String text = Files.readString(file);
        assertTrue(text.matches("[0-9a-f]{64}\n"), "the form of the file");
        assertEquals(SecretKey.ofHex(text.strip()).publicKey(), made.publicKey());
        assertEquals(made.publicKey(), RelayKey.of(config(), Map.of()).publicKey(), "the second start");
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "nothing else is left behind");
        }
    }

    @Test
    void isAnotherForEveryRelay() throws IOException {
        Bytes32 first = RelayKey.of(config(), Map.of()).publicKey();
        Files.delete(folder.resolve("relay.key"));
        assertNotEquals(first, RelayKey.of(config(), Map.of()).publicKey());
    }

    @Test
    void isOneForAllThatMakeItAtTheSameTime() {
        List<CompletableFuture<Bytes32>> starts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            starts.add(CompletableFuture.supplyAsync(
                    () -> RelayKey.of(config(), Map.of()).publicKey(), task -> new Thread(task).start()));
        }
        Set<Bytes32> keys =
                starts.stream().map(CompletableFuture::join).collect(java.util.stream.Collectors.toUnmodifiableSet());
        assertEquals(1, keys.size());
    }

    @Test
    void isWhereTheConfigurationSays() throws IOException {
        Path elsewhere = folder.resolve("secrets/my.key");
        SoukConfig config = config(new OptionValue("-", "marketplace.key_file", elsewhere.toString()));
        assertFails("cannot use the key file " + elsewhere, config, Map.of());
        assertTrue(Files.notExists(elsewhere.getParent()), "folders are the operator's");
        Files.createDirectory(elsewhere.getParent());
        RelayKey.of(config, Map.of());
        assertEquals("rw-------", rights(elsewhere));
    }

    @Test
    void comesFromTheEnvironmentBeforeAnyFile() {
        Bytes32 expected = SecretKey.ofHex(SECRET).publicKey();
        assertEquals(
                expected,
                RelayKey.of(config(), Map.of("SOUK_RELAY_KEY", SECRET)).publicKey());
        assertEquals(
                expected,
                RelayKey.of(config(), Map.of("SOUK_RELAY_KEY", SECRET + "\n")).publicKey());
        assertTrue(Files.notExists(folder.resolve("relay.key")));
        RelayKey.of(config(), Map.of("SOUK_RELAY_KEY", ""));
        assertTrue(Files.exists(folder.resolve("relay.key")), "an empty variable is none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void isRefusedWhenOthersMayReadOrWriteIt(String rights) throws IOException {
        Path file = Files.writeString(folder.resolve("relay.key"), SECRET + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        assertFails(
                "others than its owner may read or write the key file " + file + " (" + rights + "): chmod 600 " + file,
                config(),
                Map.of());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertEquals(
                SecretKey.ofHex(SECRET).publicKey(),
                RelayKey.of(config(), Map.of()).publicKey());
    }

    /** Each is like the key, so that a message that repeats it would show. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ff",
                "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa0",
                "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffg",
                "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa 67dea2ed",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
            })
    void isRefusedWhenItIsNone(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("relay.key"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String says = assertFails("the key file " + file + " holds no secret key", config(), Map.of());
        assertFalse(text.length() > 8 && says.contains(text.substring(0, 8)), says);
        assertEquals(text, Files.readString(file), "what is there is left alone");
        if (!text.isEmpty()) {
            String variable =
                    assertFails("SOUK_RELAY_KEY holds no secret key", config(), Map.of("SOUK_RELAY_KEY", text));
            assertFalse(text.length() > 8 && variable.contains(text.substring(0, 8)), variable);
        }
    }

    @Test
    void isRefusedWhenItIsAFolderOrALargeFile() throws IOException {
        Files.createDirectory(folder.resolve("relay.key"));
        assertFails("the key file " + folder.resolve("relay.key") + " is no file", config(), Map.of());
        Files.delete(folder.resolve("relay.key"));
        Path large = Files.writeString(folder.resolve("relay.key"), SECRET + " ".repeat(300) + SECRET);
        Files.setPosixFilePermissions(large, PosixFilePermissions.fromString("rw-------"));
        // White space behind a key is none of our business; what comes behind that is not read.
        assertEquals(
                SecretKey.ofHex(SECRET).publicKey(),
                RelayKey.of(config(), Map.of()).publicKey());
    }

    @Test
    void isNotTakenForTheNameOfItsFile() {
        SoukConfig config = config(new OptionValue("-", "marketplace.key_file", SECRET));
        String says = assertFails("marketplace.key_file is the name of a file", config, Map.of());
        assertFalse(says.contains(SECRET.substring(0, 8)), says);
    }

    @Test
    void isPrintedNowhere() {
        Shell shell = new Shell(folder).with("SOUK_RELAY_KEY", SECRET);
        for (String[] command :
                new String[][] {{"config", "print"}, {"config", "check"}, {"--debug", "config", "print"}}) {
            Shell.Result result = shell.run(command);
            assertFalse((result.out() + result.err()).contains(SECRET.substring(0, 8)), result.err());
        }
        Shell.Result typo = new Shell(folder).with("SOUK_RELAY_KEYS", SECRET).run("config", "check");
        assertEquals(ExitCode.USAGE, typo.exitCode());
        assertFalse((typo.out() + typo.err()).contains(SECRET.substring(0, 8)), typo.err());
        assertFalse(ConfigText.of(config()).contains("relay_key"));
    }

    private static String assertFails(String message, SoukConfig config, Map<String, String> environment) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> RelayKey.of(config, environment));
        String says = String.valueOf(failure.getMessage());
        assertTrue(says.startsWith(message), says);
        assertNull(failure.getCause(), "a cause might repeat what is secret");
        return says;
    }

    private SoukConfig config(OptionValue... more) {
        List<OptionValue> options = new ArrayList<>(List.of(more));
        options.add(new OptionValue("-", "storage.path", folder.toString()));
        ConfigOutcome read = new ConfigReader(folder, Map.of()).read(Optional.empty(), options);
        return ((ConfigOutcome.Usable) read).config();
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
