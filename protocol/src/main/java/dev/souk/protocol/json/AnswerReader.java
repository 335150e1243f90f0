package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Reads what a relay said. Never fails: what cannot be understood is {@link Answer.Other}. */
public final class AnswerReader {
    private final JsonParser parser;

    private AnswerReader(JsonParser parser) {
        this.parser = parser;
    }

    /** What this text says. */
    public static Answer read(String message) {
        return read(message.getBytes(StandardCharsets.UTF_8));
    }

    /** What these bytes say. */
    public static Answer read(byte[] utf8) {
        try (JsonParser parser = Json.parser(utf8)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return new Answer.Other();
            }
            return new AnswerReader(parser).answer();
        } catch (IOException | MalformedException e) {
            return new Answer.Other();
        }
    }

    private Answer answer() throws IOException {
        return switch (string()) {
            case "EVENT" -> new Answer.Delivered(string(), event());
            case "OK" -> new Answer.Ok(id(), truth(), optional().orElse(""));
            case "EOSE" -> new Answer.EndOfStored(string());
            case "CLOSED" -> new Answer.Closed(string(), optional().orElse(""));
            case "AUTH" -> new Answer.Challenge(string());
            case "NEG-MSG" -> new Answer.NegMessage(string(), hex());
            case "NEG-ERR" -> new Answer.NegError(string(), optional().orElse(""));
            case "NOTICE" -> new Answer.Notice(string());
            default -> new Answer.Other();
        };
    }

    private String string() throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new MalformedException("expected a string");
        }
        return parser.getText();
    }

    private Optional<String> optional() throws IOException {
        return parser.nextToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
    }

    private Bytes32 id() throws IOException {
        return Bytes32.parse(string()).orElseThrow(() -> new MalformedException("expected an id"));
    }

    private byte[] hex() throws IOException {
        try {
            return HexFormat.of().parseHex(string());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("expected hex");
        }
    }

    private boolean truth() throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new MalformedException("expected true or false");
        };
    }

    private Event event() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedException("expected an event");
        }
        EventReader reader = new EventReader();
        reader.read(parser);
        return reader.event();
    }
}
