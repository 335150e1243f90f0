package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Signature;
import dev.souk.protocol.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event (NIP-01). Strict about the seven fields, each of which must be there once; others are skipped. After a
 * bad field it reads on, so that the id is known to whoever has to answer. Used once, by one thread.
 */
public final class EventReader {
    private @Nullable Bytes32 id;
    private @Nullable Bytes32 pubkey;
    private @Nullable Long createdAt;
    private @Nullable Integer kind;
    private @Nullable List<Tag> tags;
    private @Nullable String content;
    private @Nullable Signature sig;
    private @Nullable MalformedException problem;
    private int seen;

    EventReader() {}

    /**
     * The event that {@code utf8} holds, and nothing else.
     *
     * @throws MalformedException when it holds none
     */
    public static Event read(byte[] utf8) {
        try (JsonParser parser = Json.parser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("expected an event, which is an object");
            }
            EventReader reader = new EventReader();
            reader.read(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("unexpected text after the event");
            }
            return reader.event();
        } catch (IOException e) {
            throw new MalformedException("not JSON", e);
        }
    }

    /** Reads the object at the parser to its end. What is wrong with it is told by {@link #event}. */
    void read(JsonParser parser) throws IOException {
        int depth = parser.getParsingContext().getNestingDepth();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            try {
                field(parser, name);
            } catch (MalformedException e) {
                problem = problem == null ? e : problem;
            }
            // What is unknown, or was refused half-way, is skipped to its end.
            while (parser.getParsingContext().getNestingDepth() > depth) {
                parser.nextToken();
            }
        }
    }

    private void field(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "id" -> {
                once(1, name);
                id = Json.bytes32(parser, name);
            }
            case "pubkey" -> {
                once(2, name);
                pubkey = Json.bytes32(parser, name);
            }
            case "created_at" -> {
                once(4, name);
                createdAt = within(Json.integer(parser, name), Event.MAX_TIME, name);
            }
            case "kind" -> {
                once(8, name);
                kind = (int) within(Json.integer(parser, name), Integer.MAX_VALUE, name);
            }
            case "tags" -> {
                once(16, name);
                tags = tags(parser);
            }
            case "content" -> {
                once(32, name);
                content = Json.string(parser, name);
            }
            case "sig" -> {
                once(64, name);
                sig = Signature.parse(Json.string(parser, name))
                        .orElseThrow(() -> new MalformedException("sig must be 128 lowercase hex digits"));
            }
            default -> {}
        }
    }

    private void once(int bit, String name) {
        if ((seen & bit) != 0) {
            throw new MalformedException(name + " is given twice");
        }
        seen |= bit;
    }

    private static long within(long value, long max, String name) {
        if (value < 0 || value > max) {
            throw new MalformedException(name + " must be from 0 to " + max);
        }
        return value;
    }

    private static List<Tag> tags(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedException("tags must be an array");
        }
        List<Tag> tags = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            tags.add(tag(parser, tags.size()));
        }
        return tags;
    }

    private static Tag tag(JsonParser parser, int index) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedException("tag " + index + " must be an array");
        }
        List<String> elements = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(Json.string(parser, "every element of a tag"));
        }
        if (elements.isEmpty()) {
            throw new MalformedException("tag " + index + " is empty");
        }
        return new Tag(elements);
    }

    /** The id, if one was read. */
    Optional<Bytes32> id() {
        return Optional.ofNullable(id);
    }

    /**
     * The event.
     *
     * @throws MalformedException when a field is missing or malformed
     */
    Event event() {
        if (problem != null) {
            throw problem;
        }
        return new Event(
                present(id, "id"),
                present(pubkey, "pubkey"),
                present(createdAt, "created_at"),
                present(kind, "kind"),
                present(tags, "tags"),
                present(content, "content"),
                present(sig, "sig"));
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new MalformedException(name + " is missing");
        }
        return value;
    }
}
