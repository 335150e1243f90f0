package dev.souk.marketplace.status;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * Collects the tags of one of the relay's own events. Clients' words go in as they stand, so that a filter finds them,
 * but at most {@link #MAX_CHARS} long. Past {@link #MAX_TAGS} a tag is left out; the builders stay far below. An event
 * within these bounds passes the limits that a relay has by default (2,000 tags, 128 KiB) with room to spare. Owned by one
 * thread.
 */
final class OwnTags {
    static final int MAX_TAGS = 400;

    /** Of one element, in UTF-16 units. */
    static final int MAX_CHARS = 256;

    private final List<Tag> tags = new ArrayList<>();

    OwnTags add(String name, String... values) {
        List<String> elements = new ArrayList<>(values.length + 1);
        elements.add(name);
        for (String value : values) {
            elements.add(bounded(value));
        }
        return add(new Tag(elements));
    }

    /** Values that are made here and may be longer: the caller bounds them. */
    OwnTags addNumbers(String name, String... values) {
        List<String> elements = new ArrayList<>(List.of(values));
        elements.addFirst(name);
        return add(new Tag(elements));
    }

    OwnTags add(String name, List<String> values) {
        return add(name, values.toArray(String[]::new));
    }

    OwnTags add(String name, long value) {
        return add(name, Long.toString(value));
    }

    /** Nothing when there is no value. */
    OwnTags add(String name, OptionalLong value) {
        value.ifPresent(known -> add(name, known));
        return this;
    }

    /** One tag for each, at most {@code max}. */
    OwnTags addEach(String name, Collection<Bytes32> values, int max) {
        values.stream().distinct().limit(max).forEach(value -> add(name, value.hex()));
        return this;
    }

    private OwnTags add(Tag tag) {
        if (tags.size() < MAX_TAGS) {
            tags.add(tag);
        }
        return this;
    }

    List<Tag> all() {
        return List.copyOf(tags);
    }

    /** At most {@link #MAX_CHARS}; half a surrogate pair, which has no UTF-8 form, becomes U+FFFD. */
    static String bounded(String text) {
        String start = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
        if (start.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return start;
        }
        StringBuilder whole = new StringBuilder(start.length());
        start.codePoints().forEach(point -> whole.appendCodePoint(isSurrogate(point) ? 0xFFFD : point));
        return whole.toString();
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
