package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.souk.protocol.json.EventReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event looks like, and that its id is what others compute. {@code -Dseed} repeats the random tests. */
class EventJsonTest {
    private static final int ROUNDS = 2_000;

    @Test
    void readsBackWhatItWroteAtRandom() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String where = "repeat with -Dseed=" + seed + ": round " + round;
            Event event = randomEvent(random);

            Event read = EventReader.read(event.json());

            assertEquals(event, read, where);
            assertEquals(event.id(), read.computeId(), where);
            assertArrayEquals(event.json(), read.json(), where);
        }
    }

    @Test
    void computesTheIdOfAnIndependentSerialisationAtRandom() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Event event = randomEvent(random);

            assertEquals(simpleId(event), event.id(), "repeat with -Dseed=" + seed + ": round " + round);
        }
    }

    @Test
    void escapesEveryControlCharacterAsAllOthersDo() {
        for (char c = 0; c <= 0x7F; c++) {
            Event event = TestEvents.note("a" + c + "b").tag("x", "" + c).unsigned();

            assertEquals(simpleId(event), event.id(), "U+" + (int) c);
            assertEquals(event, EventReader.read(event.json()), "U+" + (int) c);
        }
    }

    @Test
    void looksAsNip01Says() {
        Event event = TestEvents.note("\0\n\"\\/<\u007F\u2028\u001F\uD83E\uDD8A")
                .tag("t", "\t", "")
                .unsigned();

        assertEquals(
                "{\"id\":\"" + event.id() + "\",\"pubkey\":\"" + event.pubkey()
                        + "\",\"created_at\":1700000000,\"kind\":1,\"tags\":[[\"t\",\"\\t\",\"\"]]"
                        + ",\"content\":\"\\u0000\\n\\\"\\\\/<\u007F\u2028\\u001f\uD83E\uDD8A\",\"sig\":\""
                        + event.sig()
                        + "\"}",
                new String(event.json(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83E", "x\uDD8A", "\uDD8A\uD83E", "\uD83Ex"})
    void hasNoIdWithALoneSurrogate(String content) {
        assertThrows(
                IllegalArgumentException.class, () -> TestEvents.note(content).unsigned());
    }

    private static Event randomEvent(Random random) {
        TestEvents event = TestEvents.note(text(random))
                .kind(random.nextInt() & Integer.MAX_VALUE)
                .at(random.nextLong() & Event.MAX_TIME);
        for (int tags = random.nextInt(4); tags > 0; tags--) {
            List<String> elements = new ArrayList<>();
            for (int size = 1 + random.nextInt(4); size > 0; size--) {
                elements.add(text(random));
            }
            event.tag(elements.toArray(String[]::new));
        }
        return event.unsigned();
    }

    /** Mostly characters that somebody gets wrong. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(24); length > 0; length--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 ->
                    text.append("\"\\/<>&'\b\f\n\r\t\u007F\u0080\u2028\u2029\uFEFF\uFFFF".charAt(random.nextInt(18)));
                case 2 -> text.append((char) (0x20 + random.nextInt(0x60)));
                case 3 -> text.append((char) (0x80 + random.nextInt(0xD800 - 0x80)));
                case 4 -> text.append((char) (0xE000 + random.nextInt(0x2000)));
                default -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            }
        }
        return text.toString();
    }

    private static Bytes32 simpleId(Event event) {
        String tags = event.tags().stream()
                .map(tag ->
                        tag.elements().stream().map(EventJsonTest::quoted).collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "[", "]"));
        String text = "[0," + quoted(event.pubkey().toString()) + "," + event.createdAt() + "," + event.kind() + ","
                + tags + "," + quoted(event.content()) + "]";
        try {
            return Bytes32.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\b", "\\b")
                .replace("\f", "\\f");
        for (char c = 0; c < ' '; c++) {
            escaped = escaped.replace(String.valueOf(c), String.format("\\u%04x", (int) c));
        }
        return '"' + escaped + '"';
    }
}
