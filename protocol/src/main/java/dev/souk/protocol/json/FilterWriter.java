package dev.souk.protocol.json;

import dev.souk.protocol.Filter;
import dev.souk.protocol.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes a filter as JSON; lists are sorted, so that equal filters are written alike. Owned by one thread. */
public final class FilterWriter {
    private final JsonBytes out = new JsonBytes(256);
    private boolean hasCondition;

    private FilterWriter() {}

    /** The JSON of {@code filter}. */
    public static String json(Filter filter) {
        return new FilterWriter().write(filter);
    }

    private String write(Filter filter) {
        out.raw('{');
        filter.ids().ifPresent(ids -> list("ids", ids.stream().sorted(), out::hex));
        filter.authors().ifPresent(authors -> list("authors", authors.stream().sorted(), out::hex));
        filter.kinds().ifPresent(kinds -> list("kinds", kinds.stream().sorted(), kind -> out.number(kind)));
        filter.tags().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(tag -> list("#" + tag.getKey(), sorted(tag.getValue()), out::string));
        if (filter.since() != Filter.ALL.since()) {
            name("since").number(filter.since());
        }
        if (filter.until() != Filter.ALL.until()) {
            name("until").number(filter.until());
        }
        filter.limit().ifPresent(limit -> name("limit").number(limit));
        return new String(out.raw('}').toBytes(), StandardCharsets.UTF_8);
    }

    private static Stream<String> sorted(Collection<String> values) {
        return values.stream().sorted();
    }

    private <T> void list(String name, Stream<T> values, Consumer<T> write) {
        name(name).raw('[');
        boolean[] isFirst = {true};
        values.forEach(value -> {
            out.raw(isFirst[0] ? "" : ",");
            write.accept(value);
            isFirst[0] = false;
        });
        out.raw(']');
    }

    private JsonBytes name(String name) {
        out.raw(hasCondition ? "," : "");
        hasCondition = true;
        return out.string(name).raw(':');
    }
}
