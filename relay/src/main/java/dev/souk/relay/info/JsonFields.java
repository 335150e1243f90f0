package dev.souk.relay.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.relay.extension.InfoFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Writes fields into the object that the generator is in, each name once. Owned by one thread. */
final class JsonFields implements InfoFields {
    /** What is left to do once the name stands. */
    private interface Value {
        void write() throws IOException;
    }

    private final JsonGenerator json;
    private final Set<String> names;

    /** @param taken names that the object has already */
    JsonFields(JsonGenerator json, Set<String> taken) {
        this.json = json;
        this.names = new HashSet<>(taken);
    }

    @Override
    public InfoFields text(String name, String value) {
        return field(name, () -> json.writeString(value));
    }

    @Override
    public InfoFields number(String name, long value) {
        return field(name, () -> json.writeNumber(value));
    }

    @Override
    public InfoFields flag(String name, boolean value) {
        return field(name, () -> json.writeBoolean(value));
    }

    @Override
    public InfoFields texts(String name, List<String> values) {
        return field(name, () -> json.writeArray(values.toArray(String[]::new), 0, values.size()));
    }

    @Override
    public InfoFields numbers(String name, List<Integer> values) {
        int[] numbers = values.stream().mapToInt(Integer::intValue).toArray();
        return field(name, () -> json.writeArray(numbers, 0, numbers.length));
    }

    @Override
    public InfoFields object(String name, Consumer<InfoFields> fields) {
        return field(name, () -> {
            json.writeStartObject();
            fields.accept(new JsonFields(json, Set.of()));
            json.writeEndObject();
        });
    }

    private InfoFields field(String name, Value value) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("the information document has a field " + name + " already");
        }
        try {
            json.writeFieldName(name);
            value.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
    }
}
