package dev.souk.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Answer;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private final Event event =
            TestEvents.note("a \u2028 \ud83d\udd4c \"\\ ü").tag("t", "]},{[").build();

    @Test
    void understandsWhatRelaysSay() {
        String id = event.id().hex();
        assertEquals(new Answer.Delivered("s", event), AnswerReader.read("[\"EVENT\",\"s\"," + json() + "]"));
        assertEquals(new Answer.Ok(event.id(), true, ""), AnswerReader.read("[\"OK\",\"" + id + "\",true,\"\"]"));
        assertEquals(
                new Answer.Ok(event.id(), false, "pow: no"),
                AnswerReader.read("[\"OK\",\"" + id + "\",false,\"pow: no\"]"));
        assertEquals(new Answer.Ok(event.id(), true, ""), AnswerReader.read("[\"OK\",\"" + id + "\",true]"));
        assertEquals(new Answer.EndOfStored("s"), AnswerReader.read("[\"EOSE\",\"s\",[\"finish\"]]"));
        assertEquals(new Answer.Closed("s", "error: x"), AnswerReader.read("[\"CLOSED\",\"s\",\"error: x\"]"));
        assertEquals(new Answer.Challenge("abc"), AnswerReader.read("[\"AUTH\",\"abc\"]"));
        assertEquals(new Answer.Notice("hello"), AnswerReader.read(" [ \"NOTICE\" , \"hello\" ] "));
    }

    @Test
    void findsTheEventBetweenAnySpaces() {
        String spaced = " [ \"EVENT\" ,\n\"ü\" , " + json().replace(",\"kind\"", " ,\n \"kind\"") + "\t] ";
        assertEquals(new Answer.Delivered("ü", event), AnswerReader.read(spaced));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[]",
                "[1]",
                "[\"AUTH\",7]",
                "[\"EVENT\",\"s\"]",
                "[\"EVENT\",\"s\",{}]",
                "[\"EVENT\",\"s\",[]]",
                "[\"OK\",\"xyz\",true,\"\"]",
                "[\"EOSE\"]",
                "[\u0000\"",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void passesOverWhatItDoesNotUnderstand(String message) {
        assertEquals(new Answer.Other(), AnswerReader.read(message));
    }

    @Test
    void brokenMessagesNeverFail() {
        long seed = Long.getLong("seed", 20_261_125);
        Random random = new Random(seed);
        String message = "[\"EVENT\",\"s\"," + json() + "]";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder broken = new StringBuilder(message);
            for (int j = 0; j < 3; j++) {
                broken.setCharAt(random.nextInt(broken.length()), (char) random.nextInt(0x180));
            }
            broken.setLength(random.nextInt(broken.length()));
            AnswerReader.read(broken.toString());
        }
    }

    private String json() {
        return new String(event.json(), StandardCharsets.UTF_8);
    }
}
