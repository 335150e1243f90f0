package dev.souk.relay.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files make a plugin what it is, so that it is run anew when they change. */
class ProgramTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void aScriptAndItsList() throws IOException {
        Files.writeString(folder.resolve("policy.py"), "print(1)");
        Files.writeString(folder.resolve("list.txt"), "");
    }

    private List<String> files(String... command) {
        return new Program(List.of(command), folder)
                .files().stream().map(file -> file.getFileName().toString()).toList();
    }

    @Test
    void aProgramNamedByAPathIsItself() {
        assertEquals(List.of("policy.py"), files("./policy.py", "list.txt"));
    }

    @Test
    void behindAnInterpreterAndItsOptionsStandsTheScript() {
        assertEquals(List.of("policy.py"), files("python3", "policy.py", "list.txt"));
        assertEquals(List.of("policy.py"), files("python3", "-u", "-O", "policy.py", "list.txt"));
    }

    @Test
    void aNameAloneIsNoFile() {
        assertEquals(List.of(), files("policy"));
        assertEquals(List.of(), files("python3", "-m", "policy"));
    }
}
