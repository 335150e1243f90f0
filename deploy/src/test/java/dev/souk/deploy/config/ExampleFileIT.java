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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example file is the defaults, written down. */
class ExampleFileIT {
    private static final Path EXAMPLE = Path.of("src/main/dist/souk.example.toml");

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
}
