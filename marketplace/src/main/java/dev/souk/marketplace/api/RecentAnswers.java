package dev.souk.marketplace.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers about statistics, kept for as long as anybody on the way may keep them, so that a page that many look at is
 * computed once. The oldest leave when there are more than {@link #MAX_ANSWERS}, or when they have more than
 * {@link #MAX_BYTES}. Thread-safe.
 */
final class RecentAnswers {
    static final int MAX_ANSWERS = 128;
    static final int MAX_BYTES = 8 << 20;

    /** Guarded by this object; the oldest first. */
    private final Map<Question, Entry> entries = new LinkedHashMap<>();

    private int bytes;

    /**
     * What was asked. Compared part by part: as one string, a value could be made to look like two parameters.
     *
     * @param path the path
     * @param values the parameters; not to be changed
     */
    record Question(String path, Map<String, List<String>> values) {}

    private record Entry(Answer.Whole answer, long madeAt) {
        int size() {
            return answer.body().length;
        }
    }

    /** The answer that was made for {@code key}, unless it is too old at {@code nowSeconds}. */
    synchronized Optional<Answer> find(Question key, long nowSeconds) {
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> nowSeconds >= entry.madeAt()
                        && nowSeconds - entry.madeAt() < entry.answer().maxAge())
                .map(Entry::answer);
    }

    /** Keeps an answer that was made at {@code nowSeconds}, if it is small enough. */
    synchronized void keep(Question key, Answer.Whole answer, long nowSeconds) {
        drop(key);
        Entry entry = new Entry(answer, nowSeconds);
        if (entry.size() > MAX_BYTES / 4) {
            return;
        }
        entries.put(key, entry);
        bytes += entry.size();
        while (entries.size() > MAX_ANSWERS || bytes > MAX_BYTES) {
            drop(entries.keySet().iterator().next());
        }
    }

    private void drop(Question key) {
        Entry dropped = entries.remove(key);
        if (dropped != null) {
            bytes -= dropped.size();
        }
    }
}
