package dev.souk.protocol.negentropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.souk.protocol.Hex;
import dev.souk.protocol.TestEvents;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that are none. */
class HostileMessageTest {
    private static final ItemArray EMPTY = new ItemArray.Builder().build();

    private static String answer(ItemSet set, byte[] message) {
        Answer answer = Reconciler.server(set, 4_096).answer(message);
        while (answer.advance()) {
            // Until the last range.
        }
        return Hex.of(answer.message());
    }

    @ParameterizedTest
    @CsvSource({
        "61 00, the message ends within a range",
        "61 80, the message ends within a range",
        "61 0000, the message ends within a range",
        "61 000001 001122334455667788990011223344, the message ends within a range",
        "61 000002 01 00, there are fewer ids than a list claims",
        "61 000002 ffffffff7f, there are fewer ids than a list claims",
        "61 000002 81ffffffffffffffff7f, there are fewer ids than a list claims",
        "61 000003, a range has a mode that is not known",
        "61 00008100, a range has a mode that is not known",
        "61 0021, an id prefix has more than 32 bytes",
        "61 00ffffffff7f, an id prefix has more than 32 bytes",
        "61 ffffffffffffffffffff7f, a number has more than 64 bits",
        "61 0201ff00 01017f00, the bounds are not in ascending order",
        "61 81ffffffffffffffff7f0000 050000, a timestamp has more than 64 bits",
        "61 000000 000000, a range stands behind infinity",
        "61 000000 050000, a range stands behind infinity"
    })
    void saysWhichRuleIsBroken(String hex, String rule) {
        byte[] message = Hex.bytes(hex.replace(" ", ""));
        var refused = assertThrows(MalformedMessageException.class, () -> answer(EMPTY, message));
        assertEquals(rule, refused.getMessage());
    }

    /** What is odd but can be understood: empty ranges, bounds written longer than needed, nothing at all. */
    @ParameterizedTest
    @CsvSource({"61, 61", "61 010000 010000 010000, 61", "61 808000 00 00, 61", "61 02 02 0000 02 00, 6102000200"})
    void takesWhatIsOnlyOdd(String hex, String answer) {
        assertEquals(answer, answer(EMPTY, Hex.bytes(hex.replace(" ", ""))));
    }

    @Test
    void neverFailsOtherwiseWhateverComes() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        ItemArray.Builder builder = new ItemArray.Builder();
        for (int i = 0; i < 500; i++) {
            builder.add(i / 3, TestEvents.note("" + i).unsigned().id());
        }
        ItemArray set = builder.build();
        byte[] honest = Reconciler.client(new ItemArray.Builder().build(), 4_096, indifferent())
                .first();
        for (int round = 0; round < 50_000; round++) {
            byte[] message = new byte[1 + random.nextInt(80)];
            random.nextBytes(message);
            for (int i = 0; i < message.length; i++) {
                message[i] = random.nextInt(3) == 0 ? message[i] : (byte) (message[i] & 3);
            }
            System.arraycopy(honest, 0, message, 0, 1);
            try {
                answer(set, message);
            } catch (MalformedMessageException expected) {
                // The rule is named, and nothing else happens.
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " message " + Hex.of(message), e);
            }
        }
    }

    private static Differences indifferent() {
        return new Differences() {
            @Override
            public void have(Bound item) {}

            @Override
            public void need(dev.souk.protocol.Bytes32 id) {}
        };
    }
}
