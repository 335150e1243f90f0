package dev.souk.relay.search;

import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Tag;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.ObjectTexts;
import java.util.List;
import java.util.Set;

/**
 * Which text of an event is searched: its content, or the fields of it that are words where it is a JSON object; and the
 * tags that name or describe it, topics included. Immutable.
 *
 * @param kinds whose text is searched
 */
public record SearchableText(Set<Integer> kinds) {
    /** Text behind it is not searched: some 3,000 words, which cost the live thread a millisecond. */
    static final int MAX_CHARACTERS = 16_384;

    /** Profiles, channels, stalls, products and handlers have an object for their content. */
    private static final Set<Integer> OBJECT_KINDS = Set.of(0, 40, 41, 30_017, 30_018, 31_990);

    private static final Set<String> FIELDS = Set.of("name", "display_name", "about", "description", "nip05");
    private static final Set<String> TAGS = Set.of("title", "subject", "name", "summary", "description", "t");

    /** No event is searched. */
    public static final SearchableText NONE = new SearchableText(Set.of());

    public SearchableText {
        kinds = Set.copyOf(kinds);
    }

    /** True when events of this kind can be found by their text. */
    public boolean covers(int kind) {
        return kinds.contains(kind);
    }

    /** The text of an event, analysed when it is first asked; that of a kind which is not searched is empty. */
    public EventText of(EventHeader header, byte[] json) {
        return new EventText(() -> covers(header.kind()) ? text(event(header, json)) : "");
    }

    /** The event of this header and JSON. */
    static Event event(EventHeader header, byte[] json) {
        return header instanceof Event event ? event : EventReader.read(json);
    }

    /** The text of {@code event}. */
    static String text(Event event) {
        StringBuilder text = new StringBuilder();
        for (String piece : content(event)) {
            append(text, piece);
        }
        for (Tag tag : event.tags()) {
            if (TAGS.contains(tag.name())) {
                append(text, tag.value().orElse(""));
            }
        }
        return text.toString();
    }

    private static List<String> content(Event event) {
        return OBJECT_KINDS.contains(event.kind()) ? ObjectTexts.of(event.content(), FIELDS) : List.of(event.content());
    }

    private static void append(StringBuilder text, String piece) {
        int room = MAX_CHARACTERS - text.length();
        text.append(Links.removedFrom(piece.length() <= room ? piece : piece.substring(0, Math.max(0, room))));
        text.append('\n');
    }
}
