package dev.souk.relay.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogIT {
    @TempDir
    private Path folder = Path.of("");

    private static void append(AuditLog log, String... lines) {
        for (String line : lines) {
            log.append((line + "\n").getBytes(UTF_8));
        }
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    @Test
    void goesOnWhereItWas() throws IOException {
        for (String line : List.of("one", "two")) {
            try (AuditLog log = new AuditLog(folder.resolve("a"), 100, true)) {
                append(log, line);
            }
        }
        assertEquals(List.of("one", "two"), lines("a"));
    }

    @Test
    void keepsTheFileBeforeBesideAndNoOther() throws IOException {
        try (AuditLog log = new AuditLog(folder.resolve("a"), 8, false)) {
            append(log, "one", "two", "three", "four");
        }
        assertEquals(List.of("four"), lines("a"));
        assertEquals(List.of("three"), lines("a.1"));
        assertTrue(Files.size(folder.resolve("a")) <= 8);
    }

    @Test
    void losesALineWhenTheDiskFailsAndGoesOn() throws IOException {
        Path file = folder.resolve("missing").resolve("a");
        try (AuditLog log = new AuditLog(file, 100, true)) {
            append(log, "lost");
            Files.createDirectory(file.getParent());
            append(log, "kept");
        }
        assertEquals(List.of("kept"), Files.readAllLines(file));
    }
}
