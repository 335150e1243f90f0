package dev.souk.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Good messages, spoilt at random: whatever comes out, there is an answer. {@code -Dseed} repeats a run. */
class MutationTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 20_000);
    private static final int MOST_CHANGES = 4;
    private static final String HEX = "0123456789abcdef".repeat(4);

    /** What is more telling than a random byte. */
    private static final List<String> PIECES = List.of(
            "\"", "\\", "[", "]", "{", "}", ",", ":", "null", "1e9", "-", "0", "\\u0000", "\\ud800", "\0", "\uFEFF",
            "[[]]");

    private final List<byte[]> messages = List.of(
            message(
                    "[\"EVENT\",",
                    TestEvents.note("caf\u00e9 \uD83E\uDD8A\n\"\\\0").unsigned()),
            message(
                    " [ \"EVENT\" , ",
                    TestEvents.ofKind(30023)
                            .tag("d", "x")
                            .tag("e", HEX, "wss://relay.example", "")
                            .unsigned()),
            utf8("[\"REQ\",\"a\",{\"ids\":[\"" + HEX + "\"],\"kinds\":[1,68001],\"#t\":[\"x\",\"\"]},{\"limit\":10}]"),
            utf8("[\"REQ\",\"\uD83E\uDD8A\\n\",{\"#e\":[\"" + HEX + "\"],\"since\":-1,\"until\":1700000000}]"),
            utf8("[\"CLOSE\",\"a\"]"),
            utf8("[\"COUNT\",\"a\",{}]"),
            utf8("[\"NEG-OPEN\",\"a\",{\"kinds\":[1]},\"6100000200\"]"),
            utf8("[\"NEG-MSG\",\"a\",\"61\"]"));

    @Test
    void answersWhateverAMessageWasTurnedInto() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int[] answers = new int[2];
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = spoil(random, messages.get(random.nextInt(messages.size())));
            try {
                answers[isRefusal(ClientMessageReader.read(text)) ? 0 : 1]++;
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                String hex = HexFormat.of().formatHex(text);
                throw new AssertionError("repeat with -Dseed=" + seed + ": round " + round + ", bytes " + hex, e);
            }
        }
        assertTrue(answers[0] > 0 && answers[1] > 0, "seed " + seed + " only made " + Arrays.toString(answers));
    }

    /** Whoever answers must be able to say it, and whoever stores must be able to write and read it. */
    private static boolean isRefusal(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Publish publish -> {
                Event event = publish.event();
                assertEquals(event, EventReader.read(event.json()), "what is read back");
                yield false;
            }
            case ClientMessage.Authenticate authenticate -> {
                assertEquals(
                        authenticate.event(),
                        EventReader.read(authenticate.event().json()),
                        "what is read back");
                yield false;
            }
            case ClientMessage.Req req -> {
                assertFalse(req.filters().isEmpty(), "a REQ without filters");
                yield false;
            }
            case ClientMessage.Count count -> {
                assertFalse(count.filters().isEmpty(), "a COUNT without filters");
                yield false;
            }
            case ClientMessage.Close close -> close.subscriptionId().isEmpty();
            case ClientMessage.NegOpen open -> open.message().length == 0;
            case ClientMessage.NegMsg more -> more.message().length == 0;
            case ClientMessage.NegClose close -> close.id().isEmpty();
            case ClientMessage.RefusedNeg refused -> !refused.reason().text().isEmpty();
            case ClientMessage.RefusedEvent refused -> !refused.reason().text().isEmpty();
            case ClientMessage.RefusedReq refused -> !refused.reason().text().isEmpty();
            case ClientMessage.Unreadable unreadable ->
                !unreadable.reason().text().isEmpty();
        };
    }

    private static byte[] spoil(Random random, byte[] message) {
        byte[] text = message;
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length + 1);
            text = switch (random.nextInt(8)) {
                case 0 -> Arrays.copyOf(text, at);
                case 1, 2 -> flip(random, text);
                case 3, 4 -> splice(text, at, utf8(PIECES.get(random.nextInt(PIECES.size()))), at);
                case 5 -> splice(text, at, new byte[] {(byte) random.nextInt()}, at);
                case 6 -> splice(text, at, new byte[0], Math.min(text.length, at + 1 + random.nextInt(8)));
                default -> splice(text, at, text, at);
            };
        }
        return text;
    }

    private static byte[] flip(Random random, byte[] text) {
        byte[] flipped = text.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** {@code text} with {@code piece} instead of what stands between the two places. */
    private static byte[] splice(byte[] text, int from, byte[] piece, int to) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(text, 0, from);
        spliced.writeBytes(piece);
        spliced.write(text, to, text.length - to);
        return spliced.toByteArray();
    }

    private static byte[] message(String head, Event event) {
        return utf8(head + new String(event.json(), StandardCharsets.UTF_8) + "]");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
