package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.bench.plot.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthTest {
    @TempDir
    private Path folder = Path.of("");

    private final Growth growth = new Growth();

    private void measured(int point, String relay, double rate, double p99) {
        growth.add(
                Dimension.EVENTS,
                point,
                relay,
                List.of(
                        Measured.of("publish", "events/s", rate),
                        Measured.of("publish", "server us/event", 100),
                        Measured.of("publish", "OK p99 ms", p99)));
    }

    @Test
    void hasAColumnForEachPointAndARowForEachRelay() {
        measured(10_000, "ours", 900, 5);
        measured(30_000, "ours", 800, 6);
        measured(10_000, "theirs", 300, 50);
        String tables = growth.tables();
        assertTrue(tables.contains("| phase | figure | relay | 10,000 | 30,000 |"), tables);
        assertTrue(tables.contains("| publish | events/s | ours | 900 | 800 |"), tables);
        assertTrue(tables.contains("| publish | events/s | theirs | 300 | - |"), tables);
    }

    @Test
    void tellsTheMedianOfTheRounds() {
        measured(10_000, "ours", 700, 5);
        measured(10_000, "ours", 900, 5);
        measured(10_000, "ours", 800, 5);
        assertTrue(growth.tables().contains("| publish | events/s | ours | 800 |"), growth::tables);
    }

    @Test
    void drawsThroughputAndSlownessWithAllRelaysInOnePlot() {
        measured(10_000, "ours", 900, 5);
        measured(10_000, "theirs", 300, 50);
        List<Plot> plots = growth.plots(Dimension.EVENTS);
        assertEquals(
                List.of("events/s", "OK p99 ms"),
                plots.stream().map(Plot::figure).toList());
        assertEquals(Set.of("ours", "theirs"), plots.getFirst().lines().keySet());
        assertEquals(Map.of(10_000, 50.0), plots.getLast().lines().get("theirs"));
        assertEquals("events published", plots.getFirst().size());
        assertTrue(plots.getLast().isLogarithmic());
    }

    @Test
    void isWrittenWithItsPlotsAndFailures() throws IOException {
        measured(10_000, "ours", 900, 5);
        growth.failed(Dimension.EVENTS, 30_000, "ours", new IllegalStateException("full"));
        growth.write(folder);
        assertFalse(growth.isComplete());
        assertTrue(Files.readString(folder.resolve("growth.md")).contains("FAILED ours, 30,000 events published"));
        assertTrue(Files.readString(folder.resolve("growth.md")).contains("](growth-events.svg)"));
        assertTrue(Files.readString(folder.resolve("growth.json")).contains("\"rounds\" : [ 900.0 ]"));
        assertTrue(Files.readString(folder.resolve("growth-events.svg")).contains("ours"));
    }
}
