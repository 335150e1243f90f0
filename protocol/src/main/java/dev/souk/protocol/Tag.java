package dev.souk.protocol;

import java.util.List;
import java.util.Optional;

/**
 * One tag of an event: a name, mostly a value, sometimes more (NIP-01, Tags).
 *
 * @param elements all strings of the tag, at least the name
 */
public record Tag(List<String> elements) {
    public Tag {
        elements = List.copyOf(elements);
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("a tag has at least a name");
        }
    }

    /** A tag of these strings, the name first. */
    public static Tag of(String... elements) {
        return new Tag(List.of(elements));
    }

    /** The first string. */
    public String name() {
        return elements.get(0);
    }

    /** The second string, when there is one. */
    public Optional<String> value() {
        return elements.size() > 1 ? Optional.of(elements.get(1)) : Optional.empty();
    }

    /**
     * True when relays index this tag: its name is one letter of a-z or A-Z and it has a value. A {@code d} tag needs
     * none, as {@code ["d"]} means the same as {@code ["d",""]}.
     */
    public boolean isIndexed() {
        return name().length() == 1 && isLetter(name().charAt(0)) && (elements.size() > 1 || name().equals("d"));
    }

    /** True for the letters that filters can name: a-z and A-Z. */
    public static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
