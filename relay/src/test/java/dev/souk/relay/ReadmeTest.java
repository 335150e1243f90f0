package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of NIPs says what the relay advertises, and names the class that proves it. */
class ReadmeTest {
    private static final Pattern ROW = Pattern.compile("^\\| \\[(\\d\\d)]\\(.*\\| `(Nip\\d\\dIT)` \\|$");

    @Test
    void listsEveryNipThatIsAdvertisedWithItsTestClass() throws IOException {
        Map<Integer, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(Integer.parseInt(row.group(1)), row.group(2));
            }
        }
        assertEquals(new TreeSet<>(SupportedNips.all()), rows.keySet());
        rows.forEach((nip, testClass) -> {
            assertEquals(String.format("Nip%02dIT", nip), testClass);
            assertTrue(
                    Files.exists(Path.of("src", "test", "java", "dev", "souk", "relay", testClass + ".java")),
                    testClass + " is not there");
        });
    }
}
