package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.relay.RelayFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tiny sizes against a relay in this process: what matters is that everything is asked, told and drawn. */
class GrowthCommandIT {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter errors = new StringWriter();

    private int grow(String... more) throws IOException {
        Path corpus = folder.resolve("corpus.jsonl");
        CorpusCommand.write(42, 300, corpus);
        List<String> arguments = new ArrayList<>(List.of("growth", "--corpus", corpus.toString()));
        arguments.addAll(List.of("--out", folder.resolve("out").toString()));
        arguments.addAll(List.of("--probe-events", "50", "--warm-up-events", "60", "--requests", "5"));
        arguments.addAll(List.of("--warm-up", "1", "--live-seconds", "1", "--live-rate", "20"));
        arguments.addAll(List.of(more));
        return new CommandLine(Bench.class)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private String written(String file) throws IOException {
        return Files.readString(folder.resolve("out").resolve(file));
    }

    @Test
    void measuresAtEachPointOfEachDimensionAndDrawsIt() throws IOException {
        try (RelayFixture relay = RelayFixture.start()) {
            relay.setClock(Instant.now());
            int status = grow(
                    "--url",
                    relay.uri().toString(),
                    "--pid",
                    pid(),
                    "--points",
                    "events=100,300",
                    "--points",
                    "subscriptions=2,5",
                    "--points",
                    "connections=1,3");
            String tables = written("growth.md");
            assertEquals(0, status, tables);
            for (String figure : List.of("publish | OK p99 ms", "REQ home feed | p99 ms", "live 20/s | sending")) {
                assertTrue(tables.contains(figure), tables);
            }
            assertTrue(tables.contains("| 100 | 300 |"), tables);
            assertTrue(tables.contains("opening | server us/subscription | souk"), tables);
            assertTrue(tables.contains("opening | server us/connection | souk"), tables);
            assertTrue(written("growth.json").contains("\"dimension\" : \"connections\""));
            for (Dimension dimension : Dimension.values()) {
                assertTrue(written("growth-" + dimension.word() + ".svg").contains("over " + dimension.title()));
            }
        }
    }

    @Test
    void refusesPointsThatTheCorpusDoesNotReach() throws IOException {
        assertEquals(2, grow("--relay", "true", "--points", "events=301"));
        assertTrue(errors.toString().contains("the corpus has 300 events"), errors::toString);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void refusesMoreConnectionsThanFilesMayBeOpen() throws IOException {
        assertEquals(2, grow("--relay", "true", "--points", "connections=2000M"));
        assertTrue(errors.toString().contains("or choose fewer --points"), errors::toString);
    }
}
