package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.storage.EventStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoukIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void relayIsMeantWhenNoCommandIsNamed() {
        assertArrayEquals(new String[] {"relay"}, Souk.withDefault());
        assertArrayEquals(new String[] {"relay", "--port", "1"}, Souk.withDefault("--port", "1"));
        assertArrayEquals(new String[] {"--help"}, Souk.withDefault("--help"));
        assertArrayEquals(new String[] {"import", "-"}, Souk.withDefault("import", "-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relay",
                "import",
                "export",
                "req",
                "publish",
                "job",
                "config",
                "backup",
                "restore",
                "verify",
                "retention"
            })
    void everyCommandTeachesByExample(String command) {
        Shell.Result help = shell().run(command, "--help");
        assertEquals(ExitCode.OK, help.exitCode());
        assertTrue(help.out().contains("Examples:\n  "), help.out());
    }

    @Test
    void theHelpNamesEveryCommandAndTheExitCodes() {
        String help = shell().run("--help").out();
        for (String word : new String[] {"relay", "import", "req", "publish", "job", "version", "Exit codes: 0"}) {
            assertTrue(help.contains(word), word);
        }
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        String version = shell().run("--version").out();
        assertTrue(version.matches("(?s)Souk [0-9]+\\.[0-9]+\\.[0-9]+ on Java .*"), version);
    }

    @Test
    void aWrongOptionIsAUsageErrorInTwoLines() {
        Shell.Result result = shell().run("export", "--kindz", "1");
        assertEquals(ExitCode.USAGE, result.exitCode());
        assertTrue(result.err().startsWith("souk: Unknown option"), result.err());
        assertTrue(result.err().endsWith("Try: souk export --help\n"), result.err());
    }

    @Test
    void configCheckReadsTheListsAndNamesTheirBadLines() throws IOException {
        Path lists = Files.createDirectory(folder.resolve("lists"));
        Files.writeString(lists.resolve("deny-kinds.txt"), "4\n30000-39999\n");
        Shell shell = shell().with("SOUK_LISTS_FOLDER", lists.toString());
        assertEquals(ExitCode.OK, shell.run("config", "check").exitCode());
        Files.writeString(lists.resolve("deny-kinds.txt"), "4\nfour # no kind\n");
        Files.writeString(lists.resolve("allow-pubkeys.txt"), "# nobody\nnpub1x\n");
        Shell.Result result = shell.run("config", "check");
        assertEquals(ExitCode.USAGE, result.exitCode());
        assertTrue(result.err().contains("deny-kinds.txt:2: is not a kind, or a range"), result.err());
        assertTrue(result.err().contains("allow-pubkeys.txt:2: is not 64 hex digits or an npub"), result.err());
        assertEquals("", result.out());
    }

    @Test
    void configCheckReportsEveryProblemAndEndsWithTwo() throws IOException {
        Files.writeString(folder.resolve("souk.toml"), "[server]\nprot = 1\nport = \"x\"\n");
        Shell.Result result = shell().run("config", "check");
        assertEquals(ExitCode.USAGE, result.exitCode());
        assertTrue(result.err().startsWith("souk: the configuration has 2 problems:\n"), result.err());
        assertTrue(result.err().contains("souk.toml:2:1: server.prot:"), result.err());
        assertTrue(result.err().contains("souk.toml:3:1: server.port:"), result.err());
    }

    @Test
    void configCheckSaysWhenAllIsWell() throws IOException {
        assertEquals(
                "no file; the defaults are in effect\n",
                shell().run("config", "check").out());
        Path file = Files.writeString(folder.resolve("souk.toml"), "[server]\nport = 1\n");
        assertEquals(file + ": no problems\n", shell().run("config", "check").out());
    }

    @Test
    void configPrintShowsWhatIsInEffect() {
        String printed =
                shell().with("SOUK_SERVER_PORT", "8080").run("config", "print").out();
        assertTrue(printed.contains("\nport = 8080\n"), printed);
        assertTrue(printed.contains("Default: 7777"), printed);
    }

    @Test
    void configAloneAsksWhatToDo() {
        Shell.Result result = shell().run("config");
        assertEquals(ExitCode.USAGE, result.exitCode());
        assertTrue(result.err().contains("check, print or convert"), result.err());
    }

    @Test
    void aStoreInUseIsOneLineThatSaysWhatToDo() {
        Shell shell = shell();
        EventStore store = shell.store();
        try (store) {
            Shell.Result result = shell.run("relay", "--port", "0");
            assertEquals(ExitCode.FAILED, result.exitCode());
            assertTrue(
                    result.err().matches("souk: another process uses the store in .*: stop it first, .*\n"),
                    result.err());
        }
    }

    @Test
    void aPortInUseIsOneLineThatSaysWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Shell shell = shell().with("SOUK_MONITORING_ENABLED", "false");
            Shell.Result result = shell.run("relay", "--port", Integer.toString(taken.getLocalPort()));
            assertEquals(ExitCode.FAILED, result.exitCode());
            assertTrue(
                    result.err().startsWith("souk: cannot listen on 127.0.0.1:" + taken.getLocalPort()), result.err());
            assertTrue(result.err().endsWith("; end what uses it, or set another port\n"), result.err());
        }
    }

    @Test
    void stackTracesAreForThoseWhoAskForThem() {
        Shell shell = shell();
        assertFalse(shell.run("import", "/nowhere.jsonl").err().contains("\tat "));
        assertTrue(shell.run("import", "--debug", "/nowhere.jsonl").err().contains("\tat "));
    }

    private Shell shell() {
        return new Shell(folder);
    }
}
