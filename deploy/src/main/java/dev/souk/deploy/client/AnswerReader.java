package dev.souk.deploy.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Reads what a relay said. Never fails: what cannot be understood is {@link Answer.Other}. */
final class AnswerReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();

    private final byte[] utf8;
    private final JsonParser parser;

    private AnswerReader(byte[] utf8, JsonParser parser) {
        this.utf8 = utf8;
        this.parser = parser;
    }

    static Answer read(String message) {
        byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return new Answer.Other();
            }
            return new AnswerReader(utf8, parser).answer();
        } catch (IOException | MalformedException e) {
            return new Answer.Other();
        }
    }

    private Answer answer() throws IOException {
        return switch (string()) {
            case "EVENT" -> new Answer.Delivered(string(), EventReader.read(object()));
            case "OK" -> new Answer.Ok(id(), truth(), optional().orElse(""));
            case "EOSE" -> new Answer.EndOfStored(string());
            case "CLOSED" -> new Answer.Closed(string(), optional().orElse(""));
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

    /** The bytes of the object that comes next, so that the strict reader of the protocol reads them. */
    private byte[] object() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedException("expected an object");
        }
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        long end = parser.currentLocation().getByteOffset();
        if (start < 0 || end < start || end > utf8.length) {
            throw new MalformedException("not UTF-8");
        }
        return Arrays.copyOfRange(utf8, (int) start, (int) end);
    }
}
