package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.RelayMessage.Eose.Hint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayMessageTest {
    private static final Event EVENT = TestEvents.note("caf\u00e9 \0").unsigned();
    private static final SubscriptionId SUBSCRIPTION = new SubscriptionId("a");
    private static final String STRANGE = "\"\\/\0\n\u001F\u007F\u2028\u00e9\uD83E\uDD8A],[";

    @Test
    void deliversAnEventAsItIs() {
        RelayMessage message = new RelayMessage.Deliver(SUBSCRIPTION, EVENT.json());

        assertEquals("[\"EVENT\",\"a\"," + new String(EVENT.json(), StandardCharsets.UTF_8) + "]", text(message));
    }

    @Test
    void saysOk() {
        assertEquals("[\"OK\",\"" + EVENT.id() + "\",true,\"\"]", text(RelayMessage.Ok.accepted(EVENT.id())));
        assertEquals(
                "[\"OK\",\"" + EVENT.id() + "\",true,\"duplicate: known\"]",
                text(RelayMessage.Ok.accepted(EVENT.id(), Reason.duplicate("known"))));
        assertEquals(
                "[\"OK\",\"" + EVENT.id() + "\",false,\"invalid: bad\"]",
                text(RelayMessage.Ok.refused(EVENT.id(), Reason.invalid("bad"))));
    }

    @Test
    void refusesNothingWithoutAReason() {
        assertThrows(IllegalArgumentException.class, () -> new RelayMessage.Ok(EVENT.id(), false, Optional.empty()));
    }

    @Test
    void saysEoseWithItsHints() {
        assertEquals("[\"EOSE\",\"a\"]", text(new RelayMessage.Eose(SUBSCRIPTION, Set.of())));
        assertEquals("[\"EOSE\",\"a\",[\"finish\"]]", text(new RelayMessage.Eose(SUBSCRIPTION, Set.of(Hint.FINISH))));
        assertEquals("[\"EOSE\",\"a\",[\"more\"]]", text(new RelayMessage.Eose(SUBSCRIPTION, Set.of(Hint.MORE))));
        assertEquals(
                "[\"EOSE\",\"a\",[\"finish\",\"more\"]]",
                text(new RelayMessage.Eose(SUBSCRIPTION, Set.of(Hint.MORE, Hint.FINISH))));
    }

    @Test
    void saysClosed() {
        assertEquals(
                "[\"CLOSED\",\"a\",\"error: gone\"]",
                text(new RelayMessage.Closed(SUBSCRIPTION, Reason.error("gone"))));
    }

    @Test
    void saysNotice() {
        assertEquals("[\"NOTICE\",\"hello\"]", text(new RelayMessage.Notice("hello")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\"", "\\", "\",\"", "\0", "\n", "\u2028", "\uD83E\uDD8A", STRANGE})
    void escapesStrangeWords(String word) throws IOException {
        SubscriptionId id = new SubscriptionId(word);
        Reason reason = Reason.error(word);

        assertEquals(List.of("CLOSED", word, "error: " + word), strings(new RelayMessage.Closed(id, reason)));
        assertEquals(List.of("EOSE", word, "finish"), strings(new RelayMessage.Eose(id, Set.of(Hint.FINISH))));
        assertEquals(
                List.of("EVENT", word),
                strings(new RelayMessage.Deliver(id, EVENT.json())).subList(0, 2));
        assertEquals(List.of("NOTICE", word), strings(new RelayMessage.Notice(word)));
        assertEquals(
                List.of("OK", EVENT.id().hex(), "error: " + word),
                strings(RelayMessage.Ok.refused(EVENT.id(), reason)));
    }

    @Test
    void spellsTheLongestSubscriptionId() throws IOException {
        String longest = "\uD83E\uDD8A".repeat(64);

        assertEquals(List.of("EOSE", longest), strings(new RelayMessage.Eose(new SubscriptionId(longest), Set.of())));
        assertThrows(IllegalArgumentException.class, () -> new SubscriptionId(longest + "a"));
        assertThrows(IllegalArgumentException.class, () -> new SubscriptionId(""));
    }

    private static String text(RelayMessage message) {
        return new String(message.json(), StandardCharsets.UTF_8);
    }

    /** All strings of a message that another parser reads to its end. */
    private static List<String> strings(RelayMessage message) throws IOException {
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(message.json())) {
            assertEquals(JsonToken.START_ARRAY, parser.nextToken());
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    strings.add(parser.getText());
                }
            }
        }
        return strings;
    }
}
