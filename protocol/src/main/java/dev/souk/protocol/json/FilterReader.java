package dev.souk.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Bytes32Set;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one filter (NIP-01). A condition that this relay does not know is refused, as ignoring it would answer with
 * events that were not asked for.
 */
public final class FilterReader {
    private final JsonParser parser;
    private final Filter.Builder filter = Filter.builder();
    private final Set<String> seen = new HashSet<>();
    private Optional<String> firstItem = Optional.empty();
    private boolean hasTag;

    /** The filter that {@code json} spells; nothing when it is malformed, or asks for what is not known here. */
    public static Optional<Filter> parse(String json) {
        try (JsonParser parser = Json.parser(json.getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            Filter filter = at(parser).filter();
            return parser.nextToken() == null ? Optional.of(filter) : Optional.empty();
        } catch (IOException | MalformedException | RefusedFilterException e) {
            return Optional.empty();
        }
    }

    private FilterReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The filter at the parser.
     *
     * @throws RefusedFilterException when it is malformed or asks for the unknown
     */
    static FilterReader at(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedException("a filter must be an object");
        }
        FilterReader reader = new FilterReader(parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!reader.seen.add(name)) {
                throw new MalformedException("a filter has one condition twice");
            }
            parser.nextToken();
            reader.condition(name);
        }
        return reader;
    }

    /** What was read. */
    Filter filter() {
        return filter.build();
    }

    /** The first value of the first tag condition, in the order of the text. */
    Optional<String> firstItem() {
        return firstItem;
    }

    private void condition(String name) throws IOException {
        switch (name) {
            case "ids" -> filter.ids(hexes(name));
            case "authors" -> filter.authors(hexes(name));
            case "kinds" -> filter.kinds(kinds());
            case "since" -> filter.since(Json.integer(parser, name));
            case "until" -> filter.until(Json.integer(parser, name));
            case "limit" -> filter.limit(limit());
            case "search" -> filter.search(Json.string(parser, name));
            default -> {
                if (name.length() != 2 || name.charAt(0) != '#' || !Tag.isLetter(name.charAt(1))) {
                    throw new RefusedFilterException(
                            Reason.unsupported("the filter condition \"" + Words.shown(name) + "\" is not known here"));
                }
                filter.tag(name.charAt(1), tagValues(name));
            }
        }
    }

    private void openArray(String name) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedException(name + " must be an array");
        }
    }

    private Set<Bytes32> hexes(String name) throws IOException {
        openArray(name);
        String what = "every value of " + name;
        List<Bytes32> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(Json.bytes32(parser, what));
        }
        return Bytes32Set.copyOf(values);
    }

    private Set<Integer> kinds() throws IOException {
        openArray("kinds");
        Set<Integer> values = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            long kind = Json.integer(parser, "every kind");
            if (kind < 0 || kind > Integer.MAX_VALUE) {
                throw new MalformedException("a kind must be from 0 to " + Integer.MAX_VALUE);
            }
            values.add((int) kind);
        }
        return values;
    }

    private Set<String> tagValues(String name) throws IOException {
        openArray(name);
        boolean isHex = name.equals("#e") || name.equals("#p");
        String what = "every value of " + name;
        Set<String> values = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String value = isHex ? Json.bytes32(parser, what).hex() : Json.string(parser, what);
            firstItem = hasTag ? firstItem : firstItem.or(() -> Optional.of(value));
            values.add(value);
        }
        hasTag = true;
        return values;
    }

    private int limit() throws IOException {
        long limit = Json.integer(parser, "limit");
        if (limit < 0) {
            throw new MalformedException("limit must not be negative");
        }
        return (int) Math.min(limit, Integer.MAX_VALUE);
    }
}
