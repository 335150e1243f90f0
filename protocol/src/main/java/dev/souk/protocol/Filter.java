package dev.souk.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One filter of a REQ (NIP-01). All conditions must hold; a list that is absent asks nothing, a list that is present
 * and empty matches nothing.
 *
 * @param ids event ids, one of which must match
 * @param authors public keys, one of which must match
 * @param kinds kinds, one of which must match
 * @param tags for each letter the values of which the event must have one; in the order of the client's text
 * @param since the earliest {@code created_at}, inclusive
 * @param until the latest {@code created_at}, inclusive
 * @param limit how many stored events at most; never applies to live events
 * @param search what the event's text must say (NIP-50); not looked at by {@link #matches}, as no header has the text
 */
public record Filter(
        Optional<Set<Bytes32>> ids,
        Optional<Set<Bytes32>> authors,
        Optional<Set<Integer>> kinds,
        Map<Character, Set<String>> tags,
        long since,
        long until,
        OptionalInt limit,
        Optional<String> search) {
    /** Matches everything. */
    public static final Filter ALL = builder().build();

    public Filter {
        ids = ids.<Set<Bytes32>>map(Bytes32Set::copyOf);
        authors = authors.<Set<Bytes32>>map(Bytes32Set::copyOf);
        kinds = kinds.map(Set::copyOf);
        Map<Character, Set<String>> copy = new LinkedHashMap<>();
        tags.forEach((letter, values) -> copy.put(letter, Set.copyOf(values)));
        tags = java.util.Collections.unmodifiableMap(copy);
    }

    /** A builder that so far asks nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** True when no event can match: a list is empty, or the time window is. */
    public boolean matchesNothing() {
        return ids.filter(Set::isEmpty).isPresent()
                || authors.filter(Set::isEmpty).isPresent()
                || kinds.filter(Set::isEmpty).isPresent()
                || tags.values().stream().anyMatch(Set::isEmpty)
                || since > until;
    }

    /** How many values all its lists have together. */
    public int values() {
        int values = ids.map(Set::size).orElse(0)
                + authors.map(Set::size).orElse(0)
                + kinds.map(Set::size).orElse(0);
        return values + tags.values().stream().mapToInt(Set::size).sum();
    }

    /** True when {@code event} fulfils every condition on its header; limit, expiry and search are not looked at. */
    public boolean matches(EventHeader event) {
        return event.createdAt() >= since
                && event.createdAt() <= until
                && (kinds.isEmpty() || kinds.get().contains(event.kind()))
                && (authors.isEmpty() || authors.get().contains(event.pubkey()))
                && (ids.isEmpty() || ids.get().contains(event.id()))
                && (tags.isEmpty() || matchesTags(event));
    }

    private boolean matchesTags(EventHeader event) {
        for (Map.Entry<Character, Set<String>> condition : tags.entrySet()) {
            if (!event.anyTag(condition.getKey(), condition.getValue()::contains)) {
                return false;
            }
        }
        return true;
    }

    /** This filter with another limit. */
    public Filter withLimit(int newLimit) {
        return new Filter(ids, authors, kinds, tags, since, until, OptionalInt.of(newLimit), search);
    }

    /** This filter with other kinds. */
    public Filter withKinds(Set<Integer> newKinds) {
        return new Filter(ids, authors, Optional.of(newKinds), tags, since, until, limit, search);
    }

    /** This filter without a limit. */
    public Filter withoutLimit() {
        return new Filter(ids, authors, kinds, tags, since, until, OptionalInt.empty(), search);
    }

    /** Collects conditions. Owned by one thread. */
    public static final class Builder {
        private Optional<Set<Bytes32>> ids = Optional.empty();
        private Optional<Set<Bytes32>> authors = Optional.empty();
        private Optional<Set<Integer>> kinds = Optional.empty();
        private final Map<Character, Set<String>> tags = new LinkedHashMap<>();
        private long since = Long.MIN_VALUE;
        private long until = Long.MAX_VALUE;
        private OptionalInt limit = OptionalInt.empty();
        private Optional<String> search = Optional.empty();

        private Builder() {}

        public Builder ids(Set<Bytes32> values) {
            ids = Optional.of(values);
            return this;
        }

        public Builder ids(Bytes32... values) {
            return ids(Set.of(values));
        }

        public Builder authors(Set<Bytes32> values) {
            authors = Optional.of(values);
            return this;
        }

        public Builder authors(Bytes32... values) {
            return authors(Set.of(values));
        }

        public Builder kinds(Set<Integer> values) {
            kinds = Optional.of(values);
            return this;
        }

        public Builder kinds(Integer... values) {
            return kinds(Set.of(values));
        }

        public Builder tag(char letter, Set<String> values) {
            tags.put(letter, values);
            return this;
        }

        public Builder tag(char letter, String... values) {
            return tag(letter, Set.of(values));
        }

        public Builder since(long seconds) {
            since = seconds;
            return this;
        }

        public Builder until(long seconds) {
            until = seconds;
            return this;
        }

        public Builder limit(int events) {
            limit = OptionalInt.of(events);
            return this;
        }

        public Builder search(String query) {
            search = Optional.of(query);
            return this;
        }

        public Filter build() {
            return new Filter(ids, authors, kinds, tags, since, until, limit, search);
        }
    }
}
