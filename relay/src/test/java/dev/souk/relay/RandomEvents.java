package dev.souk.relay;

import static dev.souk.protocol.TestEvents.ofKind;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Regular events with few authors, kinds, tags and times, so that random filters meet them. */
final class RandomEvents {
    static final int AUTHORS = 4;
    static final int SECONDS = 20;
    static final List<Integer> KINDS = List.of(1, 7, 1063, 68_001);
    static final List<String> LETTERS = List.of("t", "T", "r");
    static final List<String> VALUES = List.of("a", "b", "c", "");

    private RandomEvents() {}

    /** That many different events, none after {@code latest}. */
    static List<Event> some(Random random, int count, long latest) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(one(random, latest).content("random " + i).build());
        }
        return events;
    }

    private static TestEvents one(Random random, long latest) {
        TestEvents event = ofKind(KINDS.get(random.nextInt(KINDS.size())))
                .by(TestKeys.key(1 + random.nextInt(AUTHORS)))
                .at(latest - random.nextInt(SECONDS));
        for (int tags = random.nextInt(4); tags > 0; tags--) {
            event.tag(LETTERS.get(random.nextInt(LETTERS.size())), VALUES.get(random.nextInt(VALUES.size())));
        }
        return event;
    }
}
