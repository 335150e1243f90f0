package dev.souk.deploy.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private Instant now = Instant.ofEpochSecond(1_000);

    @Test
    void withoutATerminalALineEveryFiveSecondsTellsRateAndTimeLeft() {
        StringWriter out = new StringWriter();
        try (Progress progress = Progress.lines("import", OptionalLong.of(400), () -> now, new PrintWriter(out))) {
            now = now.plusSeconds(4);
            progress.advance(50, 1_000);
            now = now.plusSeconds(1);
            progress.advance(100, 5_000);
            now = now.plusSeconds(4);
            progress.advance(200, 9_000);
        }
        assertEquals("import: 5,000 events, 1,000/s, 25 %, 15 s left\n", out.toString());
    }

    @Test
    void withoutATotalThereIsNoTimeLeft() {
        StringWriter out = new StringWriter();
        try (Progress progress = Progress.lines("import", OptionalLong.empty(), () -> now, new PrintWriter(out))) {
            now = now.plusSeconds(10);
            progress.advance(100, 5_000);
        }
        assertEquals("import: 5,000 events, 500/s\n", out.toString());
    }

    @Test
    void theBarShowsEventsAndLetsLinesPass() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(bytes, true, UTF_8);
        try (Progress progress = Progress.bar("import", OptionalLong.of(10), "", 1, terminal)) {
            progress.say("line 3: bad signature");
            progress.advance(10, 12_345);
        }
        String shown = bytes.toString(UTF_8);
        assertTrue(shown.contains("\u001b[2Kline 3: bad signature\n"), shown);
        assertTrue(shown.contains("100%"), shown);
        assertTrue(shown.contains("10/10"), shown);
    }
}
