package dev.souk.marketplace.api;

import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of a request, each of which the path has, and none of which is too long or empty. What cannot be read
 * as what it should be is a {@link RefusedException}. Immutable.
 */
final class Query {
    /** More is not looked at, in any parameter. */
    static final int MAX_LENGTH = 512;

    /** The values of one repeatable parameter, commas counted. */
    private static final int MAX_VALUES = 32;

    private static final int MAX_SHOWN = 64;

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The parameters that were {@code given}, if all of them are {@code known}. */
    static Query of(Map<String, List<String>> given, Set<String> known) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        given.forEach((name, texts) -> {
            if (!known.contains(name)) {
                throw new RefusedException(Problem.unknownParameter(shown(name), suggestion(name, known)));
            }
            for (String text : texts) {
                if (text.isEmpty() || text.length() > MAX_LENGTH) {
                    throw bad(
                            name,
                            "must have from 1 to " + MAX_LENGTH + " characters; leave it out if it is not wanted");
                }
            }
            values.put(name, List.copyOf(texts));
        });
        return new Query(Collections.unmodifiableMap(values));
    }

    /** All of them, unread. */
    Map<String, List<String>> values() {
        return values;
    }

    private static String suggestion(String name, Set<String> known) {
        return NearestName.of(name, known)
                .map(nearest -> "This path has no parameter '" + shown(name) + "'; did you mean '" + nearest
                        + "'? It has " + String.join(", ", new TreeSet<>(known)) + ".")
                .orElse("This path has no parameters.");
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    /** The refusal of {@code name}, which {@code must}. */
    static RefusedException bad(String name, String must) {
        return new RefusedException(Problem.badParameter(name, name + " " + must + "."));
    }

    /** The text of a parameter that may be given once. */
    Optional<String> text(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw bad(name, "must not be given more than once");
        }
        return given.stream().findFirst();
    }

    /** The texts of a parameter that may be given several times, or as a list with commas. */
    List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        for (String given : values.getOrDefault(name, List.of())) {
            for (String part : given.split(",", MAX_VALUES + 1)) {
                all.add(part.strip());
            }
            if (all.size() > MAX_VALUES) {
                throw bad(name, "must not have more than " + MAX_VALUES + " values");
            }
        }
        return all;
    }

    /** A whole number in these bounds. */
    OptionalLong number(String name, long min, long max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = wholeNumber(text.get());
        if (number.isEmpty() || number.getAsLong() < min || number.getAsLong() > max) {
            throw bad(name, "must be a whole number from " + min + " to " + max);
        }
        return number;
    }

    /** A whole number in these bounds, or {@code otherwise}. */
    int number(String name, int min, int max, int otherwise) {
        return (int) number(name, min, max).orElse(otherwise);
    }

    /** An event kind. */
    OptionalInt kind(String name) {
        OptionalLong kind = number(name, 0, Integer.MAX_VALUE);
        return kind.isPresent() ? OptionalInt.of((int) kind.getAsLong()) : OptionalInt.empty();
    }

    /** The number that at most 19 digits spell, if it fits. */
    static OptionalLong wholeNumber(String text) {
        boolean isDigits = text.length() <= 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return isDigits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** {@code true} or {@code false}. */
    Optional<Boolean> truth(String name) {
        return choice(name, Map.of("true", true, "false", false));
    }

    /** One of these words. */
    <T> Optional<T> choice(String name, Map<String, T> choices) {
        return text(name).map(word -> chosen(name, word, choices));
    }

    /** The meaning of one word. */
    static <T> T chosen(String name, String word, Map<String, T> choices) {
        T meaning = choices.get(word.toLowerCase(Locale.ROOT));
        if (meaning == null) {
            throw bad(name, "must be one of " + String.join(", ", new TreeSet<>(choices.keySet())));
        }
        return meaning;
    }

    /** A public key, as hex or npub. */
    Optional<Bytes32> pubkey(String name) {
        return text(name)
                .map(text -> Identifier.pubkey(text)
                        .orElseThrow(() -> bad(name, "must be a public key: 64 hex digits, or an npub")));
    }

    /** The parameter {@code j}, see {@link #type}. */
    Optional<JobType> jobType() {
        return text("j").map(name -> type(name, "j"));
    }

    /**
     * The type that a client names: the value of a {@code j} tag as it is, or the full name, which begins with
     * {@code j:} or, for those that go by their kind, {@code k:}.
     */
    static JobType type(String text, String parameter) {
        if (text.startsWith("j:")) {
            return JobType.named(text.substring(2));
        }
        if (text.startsWith("k:")) {
            OptionalLong kind = wholeNumber(text.substring(2));
            if (kind.isEmpty() || kind.getAsLong() > Integer.MAX_VALUE) {
                throw bad(parameter, "must name a kind by its number");
            }
            return JobType.ofKind((int) kind.getAsLong());
        }
        return JobType.named(text);
    }
}
