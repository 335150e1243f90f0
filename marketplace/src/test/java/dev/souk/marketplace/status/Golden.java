package dev.souk.marketplace.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Files that say what is expected: one tag a line, its elements between bars; sixty zeros are written as a tilde. */
final class Golden {
    private final StringBuilder actual = new StringBuilder();

    /** Adds an event under a heading. */
    Golden add(String heading, OwnEvent event) {
        actual.append("== ").append(heading).append('\n');
        event.tags().forEach(tag -> actual.append(line(tag)).append('\n'));
        return this;
    }

    private static String line(Tag tag) {
        return tag.elements().stream()
                .map(element -> element.replaceFirst("^0{60}", "~"))
                .collect(Collectors.joining(" | "));
    }

    /** All that was added must be as in {@code file}. */
    void assertAsIn(String file) throws IOException {
        try (InputStream expected = Golden.class.getResourceAsStream(file)) {
            String text = expected == null ? "" : new String(expected.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(text, actual.toString(), file);
        }
    }
}
