package dev.souk.relay.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Events that are kept for a while only, written as {@code kinds=1,6-7 authors=others age=90d}.
 *
 * @param kinds none: all kinds
 * @param age how long after {@code created_at} they are kept
 */
public record RetentionRule(List<KindRange> kinds, Authors authors, Duration age) {
    private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,8})(m|h|d)");
    private static final int MAX_KINDS = 100;

    /** Whose events a rule is about. */
    public enum Authors {
        /** Everybody's. */
        ALL,
        /** Those of members and operators (NIP-43). */
        MEMBERS,
        /** Those of everybody else. */
        OTHERS
    }

    public RetentionRule {
        kinds = List.copyOf(kinds);
        if (age.isNegative() || age.isZero() || kinds.size() > MAX_KINDS) {
            throw new IllegalArgumentException("a rule has an age, and at most " + MAX_KINDS + " kinds");
        }
    }

    /** Reads its text. */
    public static RetentionRule parse(String text) {
        List<KindRange> kinds = List.of();
        Authors authors = Authors.ALL;
        Duration age = Duration.ZERO;
        List<String> names = new ArrayList<>();
        for (String word : text.strip().split(" +", -1)) {
            String name = word.substring(0, word.indexOf('=') + 1);
            String value = word.substring(name.length());
            names.add(name);
            switch (name) {
                case "kinds=" ->
                    kinds = Arrays.stream(value.split(",", -1))
                            .map(KindRange::parse)
                            .toList();
                case "authors=" -> authors = Authors.valueOf(value.toUpperCase(Locale.ROOT));
                case "age=" -> age = age(value);
                default ->
                    throw new IllegalArgumentException("a rule has kinds=, authors= and age=, got \"" + word + "\"");
            }
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("a rule says each thing once, got \"" + text + "\"");
        }
        return new RetentionRule(kinds, authors, age);
    }

    private static Duration age(String text) {
        Matcher matcher = AGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("an age is like 90d, 12h or 30m, got \"" + text + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
    }

    /** True when it is about this kind. */
    public boolean isAbout(int kind) {
        return kinds.isEmpty() || kinds.stream().anyMatch(range -> range.contains(kind));
    }

    /** The age as it is written. */
    public String spokenAge() {
        long minutes = age.toMinutes();
        if (minutes % 1_440 == 0) {
            return minutes / 1_440 + "d";
        }
        return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }

    @Override
    public String toString() {
        String about = kinds.isEmpty()
                ? ""
                : kinds.stream().map(KindRange::toString).collect(Collectors.joining(",", "kinds=", " "));
        String by = authors == Authors.ALL ? "" : "authors=" + authors.name().toLowerCase(Locale.ROOT) + " ";
        return about + by + "age=" + spokenAge();
    }
}
