package dev.souk.deploy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for each setting: that its key sets it and nothing else, and that a test shows what it does. */
class EverySettingTest {
    private static final Path EFFECTS = Path.of("src/test/resources/dev/souk/deploy/config/effects.txt");
    private static final Pattern EFFECT = Pattern.compile("(\\S+) +([a-z]+) (\\w+)#(\\w+)");

    /** Texts of which each setting takes at least one that is not its default. */
    private static final List<String> TEXTS = List.of(
            "true",
            "false",
            "7",
            "3000",
            "30000",
            "3000000",
            "90s",
            "30s",
            "60/1m",
            "5: 7",
            "5: 7/1m",
            "5",
            "66000",
            "off",
            "none",
            "all",
            "forwarded",
            "interval",
            "members",
            "nobody",
            "msat",
            "any",
            "json",
            "debug",
            "deny-words",
            "age=9d",
            "{\"kinds\":[9]}",
            "10.0.0.0/8",
            "127.0.0.9",
            "wallet.example.com",
            "wss://relay.example.com",
            "https://example.com/",
            "mailto:operator@example.com",
            "ab".repeat(32));

    private final Sections sections = new Sections();

    /** The test that shows what a setting does, as a line tells it. */
    private record Effect(String key, String module, String type, String method) {
        private static Effect of(String line) {
            Matcher parts = EFFECT.matcher(line);
            if (!parts.matches()) {
                throw new AssertionError("no line of a setting, a module, and a test: " + line);
            }
            return new Effect(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
        }

        private boolean isThere() {
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

    @Test
    void itsKeySetsItAndNothingElse() {
        Map<String, String> defaults = inEffect(new Values());
        List<String> wrong = new ArrayList<>();
        sections.settings().forEach(setting -> {
            Values values = new Values();
            values.set(setting, anotherThanItsDefault(setting), "here");
            Map<String, String> changed = inEffect(values);
            changed.entrySet().removeAll(defaults.entrySet());
            if (!changed.equals(Map.of(setting.key(), shown(setting, values)))) {
                wrong.add(setting.key() + " sets " + changed);
            }
        });
        assertEquals(List.of(), wrong);
    }

    private static <T> Object anotherThanItsDefault(Setting<?, T> setting) {
        for (String text : TEXTS) {
            Object toml = setting.type().ofText(text);
            if (setting.type().parse(toml) instanceof Parsed.Valid<T>(T value)
                    && !Objects.equals(value, setting.defaultValue())) {
                return toml;
            }
        }
        throw new AssertionError(
                "no text fits " + setting.key() + ": " + setting.type().expectation());
    }

    private static <T> String shown(Setting<?, T> setting, Values values) {
        return setting.type().toToml(values.get(setting));
    }

    /** Every key, and what the configuration made of {@code values} has for it. */
    private Map<String, String> inEffect(Values values) {
        SoukConfig config = sections.read(values);
        Map<String, String> texts = new TreeMap<>();
        sections.all().forEach(section -> collect(section, config, texts));
        return texts;
    }

    private static <R> void collect(Section<R> section, SoukConfig config, Map<String, String> texts) {
        section.settings().forEach(setting -> texts.put(setting.key(), setting.toToml(section.in(config))));
    }
}
