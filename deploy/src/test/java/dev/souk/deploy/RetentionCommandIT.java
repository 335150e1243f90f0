package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionCommandIT {
    private static final long NOW = 1_700_000_000;
    private static final long DAY = 86_400;

    @TempDir
    private Path folder = Path.of("");

    private Shell shell() {
        return new Shell(folder).at(NOW);
    }

    private void importEvents() {
        List<Event> events = IntStream.range(0, 60)
                .mapToObj(i -> TestEvents.ofKind(i % 2 == 0 ? 1 : 7)
                        .content("" + i)
                        .by(i % 3 == 0 ? TestKeys.bob() : TestKeys.alice())
                        .at(NOW - i * DAY)
                        .build())
                .toList();
        String lines = events.stream()
                .map(event -> new String(event.json(), StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining());
        assertEquals(
                ExitCode.OK,
                shell().input(lines.getBytes(StandardCharsets.UTF_8))
                        .run("import")
                        .exitCode());
    }

    private Shell.Result run(String... more) {
        return shell().with("SOUK_RETENTION_RULES", "kinds=1 age=30d; authors=others age=50d")
                .with(
                        "SOUK_RETENTION_EXEMPT_AUTHORS",
                        TestKeys.bob().publicKey().hex())
                .run(more);
    }

    private long stored() {
        return shell().run("export").out().lines().count();
    }

    @Test
    void aDryRunCountsWhatWouldGoAndLeavesIt() {
        importEvents();
        Shell.Result result = run("retention", "--dry-run");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        List<String> lines = result.out().lines().toList();
        assertTrue(lines.get(0).startsWith("kinds=1 age=30d: 10 events would go, "), lines::toString);
        assertTrue(lines.get(1).startsWith("authors=others age=50d: 3 events would go, "), lines::toString);
        assertEquals(60, stored());
    }

    @Test
    void onAStoppedStoreItRemovesTheSame() {
        importEvents();
        Shell.Result result = run("retention");
        assertTrue(result.out().startsWith("kinds=1 age=30d: 10 events went, "), result.out());
        assertEquals(47, stored());
        assertTrue(run("retention").out().startsWith("kinds=1 age=30d: 0 events went, "));
        assertEquals(ExitCode.OK, shell().run("verify", "--quiet").exitCode());
    }

    @Test
    void withoutRulesThereIsNothingToDo() {
        Shell.Result result = shell().run("retention", "--dry-run");
        assertEquals(ExitCode.USAGE, result.exitCode());
        assertTrue(result.err().startsWith("souk: all events stay: set retention.rules"), result.err());
    }
}
