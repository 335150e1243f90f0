package dev.souk.relay.write;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Whom an event is by, for and about. */
final class People {
    private People() {}

    /**
     * True when {@code anyOf} accepts its author; or, when its kind is one of {@code oneTimeKinds}, somebody in its {@code p}
     * tags, as nobody can know its author.
     */
    static boolean concerned(Event event, Set<Integer> oneTimeKinds, Predicate<Bytes32> anyOf) {
        return anyOf.test(event.pubkey())
                || oneTimeKinds.contains(event.kind())
                        && event.anyTag(
                                'p', value -> Bytes32.parse(value).filter(anyOf).isPresent());
    }

    /** How many keys it mentions. */
    static int mentioned(Event event) {
        Set<String> keys = new HashSet<>();
        for (Tag tag : event.tags()) {
            if (tag.name().equals("p")) {
                tag.value().ifPresent(keys::add);
            }
        }
        return keys.size();
    }
}
