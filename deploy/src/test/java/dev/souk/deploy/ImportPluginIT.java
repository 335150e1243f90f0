package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that is asked by {@code souk import}. */
class ImportPluginIT {
    private static final String SCRIPT = """
            #!/bin/sh
            while IFS= read -r line; do
              printf '%s\\n' "$line" >> asked
              id=${line#*\\"id\\":\\"}; id=${id%%\\"*}
              case $line in
              *'"content":"spam'*) printf '{"id":"%s","action":"reject","msg":"no spam"}\\n' $id ;;
              *'"content":"quiet'*) printf '{"id":"%s","action":"shadowReject"}\\n' $id ;;
              *) printf '{"id":"%s","action":"accept"}\\n' $id ;;
              esac
            done
            """;

    @TempDir
    private Path folder = Path.of("");

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void writes() throws IOException {
        Path script = Files.writeString(folder.resolve("plugin.sh"), SCRIPT);
        assertTrue(script.toFile().setExecutable(true));
        shell = new Shell(folder)
                .with("SOUK_PLUGIN_COMMAND", "./plugin.sh")
                .with("SOUK_PLUGIN_FOLDER", folder.toString())
                .input(text(
                        TestEvents.note("good").build(),
                        TestEvents.note("spam").build(),
                        TestEvents.note("quiet").build(),
                        TestEvents.note("forged").unsigned()));
    }

    private static byte[] text(Event... events) {
        StringBuilder lines = new StringBuilder();
        for (Event event : events) {
            lines.append(new String(event.json(), UTF_8)).append('\n');
        }
        return lines.toString().getBytes(UTF_8);
    }

    @Test
    void asksItWhenTheOperatorSaysSo() throws IOException {
        Shell.Result result = shell.with("SOUK_PLUGIN_ASK_ON_IMPORT", "true").run("import");
        assertEquals(
                List.of(
                        "line 2: refused by the plugin: blocked: no spam",
                        "line 3: refused by the plugin: blocked: shadow-rejected"),
                result.err()
                        .lines()
                        .filter(line -> line.matches("line .*plugin:.*"))
                        .toList(),
                result.err());
        assertTrue(result.err().contains("read 4, stored 1,"), result.err());
        List<String> asked = Files.readAllLines(folder.resolve("asked"));
        assertEquals(3, asked.size());
        assertTrue(asked.getFirst().endsWith(",\"sourceType\":\"Import\",\"sourceInfo\":\"\"}"), asked.getFirst());
    }

    @Test
    void asksItNotUnlessTold() {
        Shell.Result result = shell.run("import");
        assertTrue(result.err().contains("read 4, stored 3,"), result.err());
    }

    private void dies(String when) throws IOException {
        Files.writeString(folder.resolve("plugin.sh"), SCRIPT.replace("while IFS", when + "\nwhile IFS"));
    }

    /** The first process reads a line and dies of it; the second one finds what the first has left. */
    @Test
    void noLineIsLostWhileThePluginIsStartedAgain() throws IOException {
        dies("[ -e died ] || { touch died; read -r line; exit 1; }");
        Shell.Result result = shell.with("SOUK_PLUGIN_ASK_ON_IMPORT", "true").run("import");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(Files.exists(folder.resolve("died")));
        assertTrue(result.err().contains("read 4, stored 1,"), result.err());
        assertTrue(result.err().contains("rejected as refused by the plugin: 2 "), result.err());
    }

    @Test
    void anImportWhosePluginStaysAwayHasFailed() throws IOException {
        dies("exit 1");
        Shell.Result result = shell.with("SOUK_PLUGIN_ASK_ON_IMPORT", "true")
                .with("SOUK_PLUGIN_RESTART_MIN", "10ms")
                .with("SOUK_PLUGIN_RESTART_MAX", "100ms")
                .run("import");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("rejected as not judged by the plugin: 3 "), result.err());
        assertTrue(
                result.err().endsWith("souk: the plugin failed: see the log, put it right, and run the import again\n"),
                result.err());
    }

    /** One event is known from before, so not all of it is useless. */
    @Test
    void whatIsMissingForWantOfAnAnswerIsNoSuccessThoughOthersAreThere() throws IOException {
        shell.run("import");
        dies("exit 1");
        Shell.Result result = shell.input(text(
                        TestEvents.note("good").build(), TestEvents.note("new").build()))
                .with("SOUK_PLUGIN_ASK_ON_IMPORT", "true")
                .with("SOUK_PLUGIN_RESTART_MAX", "10ms")
                .with("SOUK_PLUGIN_RESTART_MIN", "10ms")
                .run("import");
        assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
        assertTrue(result.err().contains("duplicates 1,"), result.err());
    }
}
