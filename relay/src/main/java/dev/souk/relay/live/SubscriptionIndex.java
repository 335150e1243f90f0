package dev.souk.relay.live;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.relay.search.AnalysedFilter;
import dev.souk.relay.search.EventText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants which event, turned round: each filter stands under the values of its most selective condition, an event
 * looks only where its own id, author, tags and kind point to, and each candidate is then checked in full. Plain and
 * single-threaded: owned by the live thread.
 */
public final class SubscriptionIndex {
    private static final int ANY_KIND = -1;

    private final Map<Bytes32, Bucket> byId = new HashMap<>();
    private final Map<Bytes32, Bucket> byAuthor = new HashMap<>();
    private final Map<TagValue, Bucket> byTag = new HashMap<>();
    private final Map<Integer, Bucket> byKind = new HashMap<>();

    /** By kind, or {@link #ANY_KIND}, then by a term of the text. */
    private final Map<Integer, Map<String, Bucket>> byWord = new HashMap<>();

    private final Bucket others = new Bucket();
    private long fanOut;

    private record TagValue(char letter, String value) implements Comparable<TagValue> {
        @Override
        public int compareTo(TagValue other) {
            int order = Character.compare(letter, other.letter);
            return order == 0 ? value.compareTo(other.value) : order;
        }
    }

    private record Entry(Subscription subscription, AnalysedFilter filter) {}

    /** Entries of one value; cancelled ones are swept out when they are half of it. */
    private static final class Bucket {
        private final List<Entry> entries = new ArrayList<>(2);
        private int cancelled;

        private void sweep() {
            cancelled++;
            if (cancelled * 2 >= entries.size()) {
                entries.removeIf(entry -> entry.subscription().isCancelled());
                cancelled = 0;
            }
        }
    }

    /** Takes a subscription in. */
    public void add(Subscription subscription) {
        for (AnalysedFilter filter : subscription.filters()) {
            Entry entry = new Entry(subscription, filter);
            place(filter, new Places() {
                @Override
                public <K> void at(Map<K, Bucket> index, K key) {
                    index.computeIfAbsent(key, fresh -> new Bucket()).entries.add(entry);
                }

                @Override
                public void others() {
                    others.entries.add(entry);
                }
            });
        }
    }

    /** Lets go of a subscription, which must be cancelled. */
    public void remove(Subscription subscription) {
        for (AnalysedFilter filter : subscription.filters()) {
            place(filter, new Places() {
                @Override
                public <K> void at(Map<K, Bucket> index, K key) {
                    Bucket bucket = index.get(key);
                    if (bucket != null) {
                        bucket.sweep();
                        if (bucket.entries.isEmpty()) {
                            index.remove(key);
                        }
                    }
                }

                @Override
                public void others() {
                    others.sweep();
                }
            });
        }
        byWord.values().removeIf(Map::isEmpty);
    }

    /** Shows every subscription that wants {@code event}, once each. */
    void match(LiveEvent event, EventText text, Consumer<Subscription> wanting) {
        match(event.header(), text, event.sequence(), wanting);
    }

    /** Shows every subscription that wants the event stored under {@code sequence}, whose text this is, once each. */
    public void match(EventHeader event, EventText text, long sequence, Consumer<Subscription> wanting) {
        fanOut++;
        BiConsumer<@Nullable Bucket, EventHeader> visit = (bucket, header) -> {
            if (bucket != null) {
                visit(bucket, header, text, sequence, wanting);
            }
        };
        visit.accept(byId.get(event.id()), event);
        visit.accept(byAuthor.get(event.pubkey()), event);
        visit.accept(byKind.get(event.kind()), event);
        if (!byTag.isEmpty()) {
            event.forEachIndexedTag((letter, value) -> visit.accept(byTag.get(new TagValue(letter, value)), event));
        }
        matchWords(byWord.get(event.kind()), text, bucket -> visit.accept(bucket, event));
        matchWords(byWord.get(ANY_KIND), text, bucket -> visit.accept(bucket, event));
        visit.accept(others, event);
    }

    /** Has the text analysed only when somebody looks for words in events of this kind. */
    private static void matchWords(@Nullable Map<String, Bucket> words, EventText text, Consumer<Bucket> visit) {
        if (words != null) {
            for (String term : text.terms()) {
                Bucket bucket = words.get(term);
                if (bucket != null) {
                    visit.accept(bucket);
                }
            }
        }
    }

    private void visit(
            Bucket bucket, EventHeader event, EventText text, long sequence, Consumer<Subscription> wanting) {
        for (Entry entry : bucket.entries) {
            Subscription subscription = entry.subscription();
            if (subscription.isNews(sequence, fanOut)
                    && entry.filter().matches(event, text)
                    && subscription.visible().test(event)
                    && !subscription.isCancelled()) {
                subscription.reachedBy(fanOut);
                wanting.accept(subscription);
            }
        }
    }

    /** Where a filter stands. */
    private interface Places {
        <K> void at(Map<K, Bucket> index, K key);

        void others();
    }

    /** The one place that knows which condition is the most selective. */
    private void place(AnalysedFilter analysed, Places places) {
        if (analysed.matchesNothing()) {
            return;
        }
        Filter filter = analysed.filter();
        if (filter.ids().isPresent()) {
            filter.ids().get().forEach(id -> places.at(byId, id));
            return;
        }
        TagCondition tag = smallestTag(filter);
        int authors = filter.authors().map(Set::size).orElse(Integer.MAX_VALUE);
        if (filter.authors().isPresent() && authors <= tag.size()) {
            filter.authors().get().forEach(author -> places.at(byAuthor, author));
        } else if (tag.size() < Integer.MAX_VALUE) {
            tag.values().forEach(value -> places.at(byTag, new TagValue(tag.letter(), value)));
        } else if (analysed.query().isPresent()) {
            String term = analysed.query().get().rarestTerm();
            filter.kinds().orElse(Set.of(ANY_KIND)).forEach(kind -> places.at(words(kind), term));
        } else if (filter.kinds().isPresent()) {
            filter.kinds().get().forEach(kind -> places.at(byKind, kind));
        } else {
            places.others();
        }
    }

    private Map<String, Bucket> words(int kind) {
        return byWord.computeIfAbsent(kind, fresh -> new HashMap<>());
    }

    private record TagCondition(char letter, Set<String> values, int size) {}

    private static TagCondition smallestTag(Filter filter) {
        TagCondition smallest = new TagCondition(' ', Set.of(), Integer.MAX_VALUE);
        for (Map.Entry<Character, Set<String>> tag : filter.tags().entrySet()) {
            if (tag.getValue().size() < smallest.size()) {
                smallest = new TagCondition(
                        tag.getKey(), tag.getValue(), tag.getValue().size());
            }
        }
        return smallest;
    }
}
