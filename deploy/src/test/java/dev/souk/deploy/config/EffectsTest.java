package dev.souk.deploy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test shows what each setting does. */
class EffectsTest {
    private static final Path EFFECTS = Path.of("src/test/resources/dev/souk/deploy/config/effects.txt");
    private static final Pattern EFFECT = Pattern.compile("(\\S+) +([a-z]+) (\\w+)#(\\w+)");

    private final Sections sections = new Sections();

    /** The test that shows what a setting does, as a line tells it. */
    private record Effect(String key, String module, String type, String method) {
        private static final String NONE = "none";

        private static Effect of(String line) {
            if (line.endsWith(" " + NONE)) {
                return new Effect(line.substring(0, line.indexOf(' ')), NONE, "", "");
            }
            Matcher parts = EFFECT.matcher(line);
            if (!parts.matches()) {
                throw new AssertionError("no line of a setting, a module, and a test: " + line);
            }
            return new Effect(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
        }

        private boolean isThere() {
            if (module.equals(NONE)) {
                return true;
            }
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
                Path file = files.filter(path -> path.endsWith(type + ".java"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("there is no " + type + " in " + module));
                return Files.readString(file).contains(" void " + method + "(");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static List<Effect> effects() throws IOException {
        return Files.readAllLines(EFFECTS).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Effect::of)
                .toList();
    }

    @Test
    void aTestShowsWhatItDoes() throws IOException {
        assertEquals(
                sections.settings().map(Setting::key).toList(),
                effects().stream().map(Effect::key).distinct().toList());
        assertEquals(
                List.of(),
                effects().stream().filter(effect -> !effect.isThere()).toList());
    }
}
