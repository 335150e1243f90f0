package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.ManagementCall;
import dev.souk.protocol.ManagementCall.Param;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one call of NIP-86, and nothing beside it. Thread-safe; the work is linear in the bytes. */
public final class ManagementCallReader {
    /** More than any method takes. */
    private static final int MAX_PARAMS = 16;

    private ManagementCallReader() {}

    /**
     * The call that {@code utf8} holds. Parameters that are left out altogether are none; other fields are ignored.
     *
     * @throws MalformedException when it holds none
     */
    public static ManagementCall read(byte[] utf8) {
        try (JsonParser parser = Json.parser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("a call is an object with a method and params");
            }
            ManagementCall call = fields(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("unexpected text after the call");
            }
            return call;
        } catch (IOException e) {
            throw new MalformedException("not JSON", e);
        }
    }

    private static ManagementCall fields(JsonParser parser) throws IOException {
        Optional<String> method = Optional.empty();
        Optional<List<Param>> params = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "method" -> method = once(method, Json.string(parser, name), name);
                case "params" -> params = once(params, params(parser), name);
                default -> parser.skipChildren();
            }
        }
        return new ManagementCall(
                method.orElseThrow(() -> new MalformedException("method is missing")), params.orElse(List.of()));
    }

    /** Of two the one that was checked might not be the one that is meant. */
    private static <T> Optional<T> once(Optional<T> before, T value, String name) {
        if (before.isPresent()) {
            throw new MalformedException(name + " is given twice");
        }
        return Optional.of(value);
    }

    private static List<Param> params(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedException("params must be an array");
        }
        List<Param> params = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (params.size() == MAX_PARAMS) {
                throw new MalformedException("there are more than " + MAX_PARAMS + " params");
            }
            params.add(param(parser));
        }
        return params;
    }

    private static Param param(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new ManagementCall.Text(Json.string(parser, "a param"));
            case VALUE_NUMBER_INT -> new ManagementCall.Whole(Json.integer(parser, "a param"));
            case VALUE_NULL -> new ManagementCall.Nothing();
            default -> throw new MalformedException("params are strings, whole numbers or null");
        };
    }
}
