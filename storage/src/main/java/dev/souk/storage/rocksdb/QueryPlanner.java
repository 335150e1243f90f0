package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Chooses the index that a filter is answered from: the one with the fewest expected rows. Ids win at once; tags and
 * authors are both selective as a rule, so where a filter has both, a few rows of each are counted; kinds come next, and
 * the time index serves the rest.
 */
final class QueryPlanner {
    /** Past this many prefixes the kinds are left to the header check, as each prefix costs a seek. */
    private static final int MAX_PREFIXES = 2_000;

    /** From so many authors' rows on, each of which costs a seek, it may be cheaper to look at everybody's. */
    private static final int MANY_AUTHORS = 32;

    /** A longer page is as likely to take more of everybody's rows than there are seeks to save. */
    private static final int MAX_DENSE = 500;

    private static final int SAMPLED_PREFIXES = 4;
    private static final int SAMPLED_ROWS = 64;
    private static final int SAMPLED_BUDGET = 1_000;

    private final RocksSnapshot snapshot;

    QueryPlanner(RocksSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The rows to check for {@code filter}: at least all its matches. */
    Rows plan(Filter filter) {
        if (filter.matchesNothing()) {
            return new IdRows(snapshot, Set.of());
        }
        if (filter.ids().isPresent()) {
            return new IdRows(snapshot, filter.ids().get());
        }
        int wanted = Math.min(filter.limit().orElse(1_000), 1_000);
        Candidate cheapest = cheapest(filter, candidates(filter));
        int limit = filter.limit().orElse(Integer.MAX_VALUE);
        return cheapest.isOfAuthors() && cheapest.prefixes().size() >= MANY_AUTHORS && limit <= MAX_DENSE
                ? dense(filter, cheapest, limit)
                : scan(filter, cheapest, filter.until(), wanted);
    }

    private Rows dense(Filter filter, Candidate authors, int limit) {
        return new DenseRows(
                scan(filter, everybody(filter), filter.until(), limit),
                until -> scan(filter, authors, until, limit),
                limit,
                authors.prefixes().size());
    }

    /**
     * Rows that answer a filter.
     *
     * @param lacksKind the prefixes end where the kind begins
     * @param isOfAuthors there are prefixes for each author
     */
    private record Candidate(List<byte[]> prefixes, boolean lacksKind, boolean isOfAuthors) {
        private Candidate sample() {
            return new Candidate(
                    prefixes.subList(0, Math.min(SAMPLED_PREFIXES, prefixes.size())), lacksKind, isOfAuthors);
        }
    }

    private IndexScan scan(Filter filter, Candidate candidate, long until, int wanted) {
        return new IndexScan(snapshot, candidate.prefixes(), candidate.lacksKind(), filter.since(), until, wanted);
    }

    private static List<Candidate> candidates(Filter filter) {
        List<Candidate> candidates = new ArrayList<>();
        filter.tags().forEach((letter, values) -> candidates.add(tagPrefixes(letter, values, filter)));
        filter.authors().ifPresent(authors -> candidates.add(authorPrefixes(authors, filter)));
        if (candidates.isEmpty()) {
            candidates.add(everybody(filter));
        }
        return candidates;
    }

    private static Candidate everybody(Filter filter) {
        return new Candidate(
                filter.kinds()
                        .map(kinds -> kinds.stream().map(Keys::byKind).toList())
                        .orElse(List.of(Keys.byTime())),
                false,
                false);
    }

    private static Candidate tagPrefixes(char letter, Set<String> values, Filter filter) {
        Set<Integer> kinds = kindsOf(filter, values.size());
        List<byte[]> prefixes = new ArrayList<>();
        for (String value : values) {
            byte[] hash = Keys.sha256(value);
            if (kinds.isEmpty()) {
                prefixes.add(Keys.byTag(letter, hash));
            }
            kinds.forEach(kind -> prefixes.add(Keys.byTagKind(letter, hash, kind)));
        }
        return new Candidate(prefixes, kinds.isEmpty(), false);
    }

    private static Candidate authorPrefixes(Set<Bytes32> authors, Filter filter) {
        Set<Integer> kinds = kindsOf(filter, authors.size());
        List<byte[]> prefixes = new ArrayList<>();
        for (Bytes32 author : authors) {
            if (kinds.isEmpty()) {
                prefixes.add(Keys.byAuthor(author));
            }
            kinds.forEach(kind -> prefixes.add(Keys.byAuthorKind(author, kind)));
        }
        return new Candidate(prefixes, false, true);
    }

    /** The kinds to combine with {@code values} other values; none when that would be too many prefixes. */
    private static Set<Integer> kindsOf(Filter filter, int values) {
        Set<Integer> kinds = filter.kinds().orElse(Set.of());
        return (long) kinds.size() * values <= MAX_PREFIXES ? kinds : Set.of();
    }

    private Candidate cheapest(Filter filter, List<Candidate> candidates) {
        Candidate best = candidates.get(0);
        if (candidates.size() == 1) {
            return best;
        }
        double fewest = Double.MAX_VALUE;
        for (Candidate candidate : candidates) {
            double rows = estimate(filter, candidate);
            if (rows < fewest) {
                fewest = rows;
                best = candidate;
            }
        }
        return best;
    }

    /** About how many rows a plan has to look at, from counting the first rows of some of its prefixes. */
    private double estimate(Filter filter, Candidate candidate) {
        Candidate sample = candidate.sample();
        Rows rows = scan(
                filter, sample, filter.until(), SAMPLED_ROWS * sample.prefixes().size());
        boolean isCounted = rows.prepare(SAMPLED_BUDGET);
        rows.suspend();
        double counted = (double) rows.examined()
                / sample.prefixes().size()
                * candidate.prefixes().size();
        return isCounted ? counted : Double.MAX_VALUE / 2;
    }
}
