package dev.souk.relay;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** A filter that {@link RandomEvents} may match, as an object and as a client would write it. */
record RandomFilter(Filter filter, String json) {
    /** Any combination of conditions, with a limit or without. */
    static RandomFilter some(Random random, List<Event> events, long latest) {
        RandomFilter unlimited = unlimited(random, events, latest);
        return random.nextBoolean() ? unlimited : unlimited.limited(random.nextInt(40));
    }

    /** Any combination of conditions, without a limit. */
    static RandomFilter unlimited(Random random, List<Event> events, long latest) {
        Filter.Builder filter = Filter.builder();
        List<String> json = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            Set<Bytes32> ids = several(
                    random, () -> events.get(random.nextInt(events.size())).id());
            filter.ids(ids);
            json.add("\"ids\":" + strings(ids));
        }
        if (random.nextInt(3) == 0) {
            Set<Bytes32> authors = several(
                    random,
                    () -> TestKeys.key(1 + random.nextInt(RandomEvents.AUTHORS + 1))
                            .publicKey());
            filter.authors(authors);
            json.add("\"authors\":" + strings(authors));
        }
        if (random.nextInt(3) == 0) {
            Set<Integer> kinds = several(random, () -> pick(random, RandomEvents.KINDS));
            filter.kinds(kinds);
            json.add("\"kinds\":" + kinds);
        }
        for (String letter : RandomEvents.LETTERS) {
            if (random.nextInt(4) == 0) {
                Set<String> values = several(random, () -> pick(random, RandomEvents.VALUES));
                filter.tag(letter.charAt(0), values);
                json.add("\"#" + letter + "\":" + strings(values));
            }
        }
        window(random, latest, filter, json);
        return new RandomFilter(filter.build(), "{" + String.join(",", json) + "}");
    }

    private static void window(Random random, long latest, Filter.Builder filter, List<String> json) {
        if (random.nextInt(3) == 0) {
            long since = latest - random.nextInt(RandomEvents.SECONDS);
            filter.since(since);
            json.add("\"since\":" + since);
        }
        if (random.nextInt(3) == 0) {
            long until = latest - random.nextInt(RandomEvents.SECONDS);
            filter.until(until);
            json.add("\"until\":" + until);
        }
    }

    private RandomFilter limited(int limit) {
        String others = json.substring(0, json.length() - 1) + (json.length() > 2 ? "," : "");
        return new RandomFilter(filter.withLimit(limit), others + "\"limit\":" + limit + "}");
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static <T> Set<T> several(Random random, Supplier<T> value) {
        Set<T> values = new HashSet<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            values.add(value.get());
        }
        return values;
    }

    private static String strings(Collection<?> values) {
        return "["
                + String.join(
                        ",", values.stream().map(value -> "\"" + value + "\"").toList()) + "]";
    }
}
