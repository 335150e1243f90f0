package dev.souk.bench;

import dev.souk.protocol.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The REQs that clients ask, as filters made of a sample of what is stored: the same ones for each relay. Owned by one
 * thread.
 */
final class Questions {
    /** How many classes there are, and how many that search, in a corpus that has something for each. */
    static final int CLASSES = 14;

    static final int SEARCHES = 5;

    private static final int COMMON = 5;

    /** As a searcher would type them, and in need of no escapes. */
    private static final Pattern WORD = Pattern.compile("(?<![\\w/])[\\p{L}]{2,}(?![\\w/.])");

    private final Random random = new Random(1);
    private final List<Event> sample;
    private final List<String> liked;
    private final List<String> roots;
    private final List<String> commonTags;
    private final List<String> rareTags;
    private final List<String> jobTypes;

    /** @param sample events that are stored, from all times */
    Questions(List<Event> sample) {
        this.sample = sample;
        this.liked = values('e', event -> event.kind() == 7).toList();
        this.roots = values('e', event -> event.kind() == 1).toList();
        List<String> tags = byFrequency('t');
        this.commonTags = tags.subList(0, Math.min(COMMON, tags.size()));
        this.rareTags = tags.subList(tags.size() / 2, tags.size());
        this.jobTypes = byFrequency('j');
    }

    private Stream<String> values(char letter, Function<Event, Boolean> condition) {
        return sample.stream()
                .filter(condition::apply)
                .flatMap(event -> event.tags().stream())
                .filter(tag -> tag.name().equals(Character.toString(letter)))
                .flatMap(tag -> tag.value().stream());
    }

    private List<String> byFrequency(char letter) {
        Map<String, Long> counts =
                values(letter, event -> true).collect(Collectors.groupingBy(value -> value, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The classes, each with what makes one more filter of it; those that the sample has nothing for are left out. */
    Map<String, Supplier<String>> classes() {
        Map<String, Supplier<String>> classes = new LinkedHashMap<>();
        classes.put("by id", () -> "{\"ids\":" + list(1, () -> any().id().hex()) + "}");
        classes.put("100 ids", () -> "{\"ids\":" + list(100, () -> any().id().hex()) + "}");
        classes.put("author's 20", () -> "{\"authors\":" + authors(1) + ",\"kinds\":[1],\"limit\":20}");
        classes.put("50 profiles", () -> "{\"authors\":" + authors(50) + ",\"kinds\":[0]}");
        classes.put("newest 500", () -> "{\"limit\":500}");
        classes.put("home feed", () -> home(""));
        classes.put("home feed, older", () -> home(",\"until\":" + any().createdAt()));
        classes.put("kinds since", () -> "{\"kinds\":[1,6,30023],\"since\":" + any().createdAt() + ",\"limit\":100}");
        putTagged(classes, "reactions", 'e', liked, ",\"kinds\":[7],\"limit\":500");
        putTagged(classes, "thread", 'e', roots, ",\"kinds\":[1],\"limit\":500");
        classes.put("notifications", () -> "{\"#p\":" + authors(1) + ",\"kinds\":[1,6,7,9735],\"limit\":50}");
        putTagged(classes, "hashtag", 't', commonTags, ",\"limit\":100");
        putTagged(classes, "rare tag", 't', rareTags, ",\"limit\":100");
        putTagged(classes, "#j", 'j', jobTypes, ",\"kinds\":[68001],\"limit\":50");
        return classes;
    }

    /** Classes of filters that search (NIP-50), for words that some note has; none when the sample has no notes. */
    Map<String, Supplier<String>> searches() {
        List<List<String>> notes = sample.stream()
                .filter(event -> event.kind() == 1)
                .map(event -> WORD.matcher(event.content())
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .toList())
                .filter(words -> words.size() >= 3)
                .toList();
        Map<String, Supplier<String>> classes = new LinkedHashMap<>();
        if (!notes.isEmpty()) {
            classes.put("one word", () -> search(words(notes, 1), ""));
            classes.put("two words", () -> search(words(notes, 2), ""));
            classes.put("three words", () -> search(words(notes, 3), ""));
            classes.put("two words of 300 authors", () -> search(words(notes, 2), ",\"authors\":" + authors(300)));
            classes.put("two words and a hashtag", () -> search(words(notes, 2), ",\"#t\":[\"" + common() + "\"]"));
        }
        return classes;
    }

    private static String search(String words, String conditions) {
        return "{\"search\":\"" + words + "\",\"kinds\":[1],\"limit\":50" + conditions + "}";
    }

    /** So many different words of one note. */
    private String words(List<List<String>> notes, int count) {
        List<String> note = new ArrayList<>(notes.get(random.nextInt(notes.size())));
        Collections.shuffle(note, random);
        return String.join(" ", note.subList(0, count));
    }

    private String common() {
        return commonTags.isEmpty() ? "none" : commonTags.get(random.nextInt(commonTags.size()));
    }

    private String home(String until) {
        return "{\"authors\":" + authors(300) + ",\"kinds\":[1,6],\"limit\":100" + until + "}";
    }

    private void putTagged(
            Map<String, Supplier<String>> classes, String name, char letter, List<String> values, String rest) {
        if (!values.isEmpty()) {
            classes.put(
                    name,
                    () -> "{\"#" + letter + "\":" + list(1, () -> values.get(random.nextInt(values.size()))) + rest
                            + "}");
        }
    }

    private Event any() {
        return sample.get(random.nextInt(sample.size()));
    }

    private String authors(int count) {
        return list(count, () -> any().pubkey().hex());
    }

    private static String list(int count, Supplier<String> one) {
        List<String> values = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> values.add(one.get()));
        return values.stream()
                .distinct()
                .map(value -> "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
