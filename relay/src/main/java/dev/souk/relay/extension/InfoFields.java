package dev.souk.relay.extension;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where an extension writes what it adds to the relay information document (NIP-11): the fields of one JSON object, in
 * the order of the calls. A name that the object has already is an {@link IllegalArgumentException}. Valid during the
 * call that it was handed to.
 */
public interface InfoFields {
    InfoFields text(String name, String value);

    InfoFields number(String name, long value);

    InfoFields flag(String name, boolean value);

    InfoFields texts(String name, List<String> values);

    InfoFields numbers(String name, List<Integer> values);

    /** An object within this one. */
    InfoFields object(String name, Consumer<InfoFields> fields);
}
