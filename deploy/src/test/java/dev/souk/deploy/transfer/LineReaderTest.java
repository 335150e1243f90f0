package dev.souk.deploy.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void countsBlankLinesAndLeavesThemOut() throws IOException {
        assertEquals(List.of("1:a", "4:b"), read("a\n\n \t\r\nb\n", 10));
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        assertEquals(List.of("1:a", "2:b"), read("a\nb", 10));
        assertEquals(List.of(), read("", 10));
        assertEquals(List.of(), read("\n\n", 10));
    }

    @Test
    void carriageReturnsBelongToTheEnd() throws IOException {
        assertEquals(List.of("1:a\rb", "2:c"), read("a\rb\r\nc\r", 10));
    }

    @Test
    void aLineOfExactlyTheBoundIsKeptAndOneMoreIsNot() throws IOException {
        assertEquals(List.of("1:12345", "2:too long", "3:x"), read("12345\n123456\nx", 5));
    }

    @Test
    void linesMaySpanManyReads() throws IOException {
        String lengthy = "y".repeat(200_000);
        assertEquals(List.of("1:" + lengthy, "2:z"), read(lengthy + "\nz", 200_000));
        assertEquals(List.of("1:too long", "2:z"), read(lengthy + "\nz", 199_999));
    }

    private static List<String> read(String text, int maxBytes) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), maxBytes);
        List<String> lines = new ArrayList<>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            Line found = line.get();
            lines.add(found.number() + ":" + (found.isTooLong() ? "too long" : new String(found.bytes(), UTF_8)));
        }
        return lines;
    }
}
