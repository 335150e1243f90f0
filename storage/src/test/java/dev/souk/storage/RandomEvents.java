package dev.souk.storage;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Random events and filters over few authors, kinds, tags and seconds, so that everything collides with everything:
 * ties, versions, deletions of what is there, was there and will be there.
 */
public final class RandomEvents {
    public static final long START = 1_700_000_000;

    private static final int[] KINDS = {0, 1, 1, 1, 3, 5, 5, 7, 62, 1059, 1059, 10_002, 20_001, 30_023, 30_023, 68_001};
    private static final String[] LETTERS = {"t", "e", "p", "d", "j", "T"};

    private final Random random;
    private final List<SecretKey> people = List.of(TestKeys.alice(), TestKeys.bob(), TestKeys.carol());
    private final List<Event> made = new ArrayList<>();

    public RandomEvents(Random random) {
        this.random = random;
    }

    /** A fresh event, or at times one that was made before. */
    public Event event() {
        if (!made.isEmpty() && random.nextInt(8) == 0) {
            return made.get(random.nextInt(made.size()));
        }
        TestEvents event = TestEvents.ofKind(KINDS[random.nextInt(KINDS.length)])
                .by(people.get(random.nextInt(people.size())))
                .at(START + random.nextInt(40))
                .content(random.nextInt(4) == 0 ? "" : Integer.toString(random.nextInt(50)));
        for (int i = random.nextInt(4); i > 0; i--) {
            tag(event);
        }
        if (random.nextInt(10) == 0) {
            event.tag("expiration", Long.toString(START + random.nextInt(400)));
        }
        Event finished = event.unsigned();
        made.add(finished);
        return finished;
    }

    private void tag(TestEvents event) {
        String letter = LETTERS[random.nextInt(LETTERS.length)];
        switch (random.nextInt(5)) {
            case 0 -> event.tag("e", id().hex());
            case 1 -> event.tag("a", address());
            case 2 -> event.tag("p", person().publicKey().hex());
            case 3 -> event.tag(letter);
            default -> event.tag(letter, value(), value());
        }
    }

    private SecretKey person() {
        return people.get(random.nextInt(people.size()));
    }

    private Bytes32 id() {
        return made.isEmpty()
                ? new Bytes32(1, 2, 3, 4)
                : made.get(random.nextInt(made.size())).id();
    }

    private String address() {
        return switch (random.nextInt(3)) {
            case 0 -> "30023:" + person().publicKey() + ":" + value();
            case 1 -> "10002:" + person().publicKey() + ":";
            default -> "0:" + person().publicKey() + (random.nextBoolean() ? ":" : "");
        };
    }

    /** Few values, some of which begin alike for longer than any key is. */
    private String value() {
        String tail = Integer.toString(random.nextInt(4));
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "x".repeat(300) + tail;
            default -> tail;
        };
    }

    /** One to three filters. */
    List<Filter> filters() {
        List<Filter> filters = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            filters.add(filter());
        }
        return filters;
    }

    private Filter filter() {
        Filter.Builder filter = Filter.builder();
        if (random.nextInt(5) == 0) {
            filter.ids(some(6, this::id));
        }
        if (random.nextInt(3) == 0) {
            filter.authors(some(3, () -> person().publicKey()));
        } else if (random.nextInt(6) == 0) {
            // So many that it may be cheaper to look at what everybody wrote.
            Set<Bytes32> many = some(4, () -> person().publicKey());
            IntStream.range(0, 40).forEach(i -> many.add(new Bytes32(i, 1, 1, i)));
            filter.authors(many);
        }
        if (random.nextInt(3) == 0) {
            filter.kinds(some(4, () -> KINDS[random.nextInt(KINDS.length)]));
        }
        if (random.nextInt(3) == 0) {
            filter.tag(LETTERS[random.nextInt(LETTERS.length)].charAt(0), some(3, this::value));
        }
        if (random.nextInt(6) == 0) {
            filter.tag('p', some(2, () -> person().publicKey().hex()));
        }
        if (random.nextInt(4) == 0) {
            filter.since(random.nextInt(10) == 0 ? Long.MIN_VALUE : START + random.nextInt(40));
        }
        if (random.nextInt(4) == 0) {
            filter.until(random.nextInt(10) == 0 ? Long.MAX_VALUE : START + random.nextInt(40));
        }
        if (random.nextInt(2) == 0) {
            filter.limit(random.nextInt(12));
        }
        return filter.build();
    }

    private <T> Set<T> some(int max, java.util.function.Supplier<T> one) {
        Set<T> values = new HashSet<>();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            values.add(one.get());
        }
        return values;
    }
}
