package dev.souk.deploy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomlj.Toml;

/** The example file is the defaults, written down. */
class ExampleFileIT {
    private static final Path EXAMPLE = Path.of("src/main/dist/souk.example.toml");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theExampleIsWhatConfigPrintWritesForTheDefaults() throws IOException {
        assertEquals(ConfigText.of(SoukConfig.DEFAULT), Files.readString(EXAMPLE));
    }

    @Test
    void readingTheExampleGivesTheDefaults() {
        assertEquals(
                new ConfigOutcome.Usable(SoukConfig.DEFAULT, Optional.of(EXAMPLE)),
                new ConfigReader(folder, Map.of()).read(Optional.of(EXAMPLE), List.of()));
    }

    @Test
    void whatIsPrintedReadsBackAsItWas() throws IOException {
        List<OptionValue> options = List.of(
                new OptionValue("-", "server.port", "0"),
                new OptionValue("-", "server.shutdown_grace", "1500ms"),
                new OptionValue("-", "info.name", "a \"b\" \\ c é"),
                new OptionValue("-", "info.banner", "https://example.com/banner.png"),
                new OptionValue("-", "events.extra_kinds", ""));
        ConfigOutcome first = new ConfigReader(folder, Map.of()).read(Optional.empty(), options);
        assertTrue(first instanceof ConfigOutcome.Usable, first::toString);
        SoukConfig config = ((ConfigOutcome.Usable) first).config();
        assertEquals(Duration.ofMillis(1500), config.relay().server().shutdownGrace());
        Path file = Files.writeString(folder.resolve("printed.toml"), ConfigText.of(config));
        assertEquals(
                new ConfigOutcome.Usable(config, Optional.of(file)),
                new ConfigReader(folder, Map.of()).read(Optional.of(file), List.of()));
    }

    @Test
    void everyComponentOfEveryRecordIsASetting() {
        List<String> components = new ArrayList<>();
        Sections sections = new Sections();
        for (Section<?> section : sections.all()) {
            for (RecordComponent component :
                    section.in(SoukConfig.DEFAULT).getClass().getRecordComponents()) {
                String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                components.add(section.name() + "." + name);
            }
        }
        assertEquals(components, sections.settings().map(Setting::key).toList());
    }

    @Test
    void everySettingIsDocumentedInOneSentence() {
        new Sections().settings().forEach(setting -> {
            String says = setting.documentation();
            assertTrue(says.matches("[A-Z].{10,118}\\."), setting.key() + ": " + says);
            assertFalse(setting.type().expectation().isEmpty(), setting.key());
        });
    }

    /** So that no setting is read and forgotten, or taken for its neighbour. */
    @Test
    void everySettingThatIsChangedIsChangedInTheRecordAndNoOtherIs() {
        Sections sections = new Sections();
        for (Section<?> section : sections.all()) {
            section.settings().forEach(setting -> assertIsRead(sections, section, setting));
        }
    }

    private static <R> void assertIsRead(Sections sections, Section<R> section, Setting<?, ?> changed) {
        Values values = new Values();
        Object other = otherThanDefault(changed);
        values.set(changed, other, "test");
        SoukConfig config = sections.read(values);
        for (Section<?> one : sections.all()) {
            List<String> differing = differing(one, config);
            assertEquals(
                    one.name().equals(section.name()) ? List.of(changed.key()) : List.of(),
                    differing,
                    changed.key() + " = " + other);
        }
    }

    private static <R> List<String> differing(Section<R> section, SoukConfig config) {
        R record = section.in(config);
        return section.settings().stream()
                .filter(setting -> !setting.of().apply(record).equals(setting.defaultValue()))
                .map(Setting::key)
                .toList();
    }

    /** A TOML value that the setting takes and that stands for something else than its default. */
    private static <T> Object otherThanDefault(Setting<?, T> setting) {
        return candidates(setting)
                .filter(toml -> setting.type().parse(toml) instanceof Parsed.Valid<T>(T value)
                        && !value.equals(setting.defaultValue()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no other value for " + setting.key()));
    }

    private static <T> Stream<Object> candidates(Setting<?, T> setting) {
        String literal = setting.type().toToml(setting.defaultValue());
        Object known = Objects.requireNonNull(Toml.parse("x = " + literal).get("x"));
        List<String> texts =
                new ArrayList<>(List.of("7s", "2h", "2/1m", "https://example.com/x", "ab".repeat(32), "x"));
        QUOTED.matcher(setting.type().expectation()).results().forEach(match -> texts.add(match.group(1)));
        return switch (known) {
            case Boolean is -> Stream.of(!is);
            case Long number -> Stream.of(number + 1, number - 1);
            case String text -> texts.stream().map(Object.class::cast);
            default ->
                Stream.concat(
                        texts.stream().<Object>map(List::of),
                        Stream.of(List.of(), List.of(Map.of("url", "ws://a.example"))));
        };
    }
}
