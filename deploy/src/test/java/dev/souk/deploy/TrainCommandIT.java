package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code souk train}, but for what the launcher makes of it: see {@link LauncherIT}. */
@Timeout(180)
class TrainCommandIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRelayIsUsedInEveryWayAndAllThatIsAskedOfItIsDone() throws IOException {
        Shell.Result result = new Shell(folder).run("train");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertEquals("souk: rehearsed with 2000 events, 360 questions and 210 pages\n", result.err());
        assertTrue(result.out().isEmpty(), result.out());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count(), "a training touches no store");
        }
    }
}
