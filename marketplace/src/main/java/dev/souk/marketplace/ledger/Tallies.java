package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.statistics.Bucket;
import dev.souk.marketplace.statistics.Change;
import dev.souk.marketplace.statistics.Contribution;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Tally;
import dev.souk.marketplace.statistics.TallyKey;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The statistics while a batch changes them: each tally that is touched is read once, at most, and written once. Lives
 * in a {@link WriteSet}.
 */
final class Tallies {
    /** So many buckets that are no longer kept are deleted when a new one begins. */
    private static final int PRUNED = 4;

    private final WriteSet set;
    private final TallyCache cache;
    private final Marks marks;
    private final TypeList types;
    private final TypeList kinds;
    private final long nowSeconds;
    private final boolean isOfEmptyTable;
    private final Map<TallyKey, Tally> open = new HashMap<>();

    /** When the oldest job was asked for that was counted, Unix seconds; and the same at the last {@link #save}. */
    private long oldest = Long.MAX_VALUE;

    private long oldestSaved = Long.MAX_VALUE;
    private final Set<Bytes32> people = new LinkedHashSet<>();
    private final Set<JobType> touchedTypes = new LinkedHashSet<>();

    Tallies(WriteSet set, TallyCache cache, Marks marks, LedgerLimits limits, long nowSeconds) {
        this(set, cache, marks, limits, nowSeconds, false);
    }

    private Tallies(
            WriteSet set, TallyCache cache, Marks marks, LedgerLimits limits, long nowSeconds, boolean isOfEmptyTable) {
        this.set = set;
        this.cache = cache;
        this.isOfEmptyTable = isOfEmptyTable;
        this.marks = marks;
        this.types = TypeList.types(set, limits.maxTypes());
        this.kinds = TypeList.kinds(set);
        this.nowSeconds = nowSeconds;
    }

    /** Where no tallies are yet: there are none to prune, and most of those that are touched are known to be new. */
    static Tallies ofEmptyTable(WriteSet set, TallyCache cache, Marks marks, LedgerLimits limits, long nowSeconds) {
        return new Tallies(set, cache, marks, limits, nowSeconds, true);
    }

    /** The type that a job's contribution counts under. */
    Contribution counted(Contribution contribution) {
        return contribution.countedAs(types.counted(contribution.type()));
    }

    /**
     * A job's contribution changes.
     *
     * @param kind of the job's request
     */
    void replace(Optional<Contribution> before, Optional<Contribution> after, int kind) {
        Change change = new Change(before, after);
        apply(change, change.keys(nowSeconds));
        JobType ofKind = JobType.ofKind(kind);
        boolean isNamed = Stream.of(before, after)
                .flatMap(Optional::stream)
                .anyMatch(contribution -> !contribution.type().equals(ofKind));
        if (isNamed) {
            applyToKind(before, after, ofKind);
        }
        before.ifPresent(this::touch);
        after.ifPresent(contribution -> {
            touch(contribution);
            oldest = Math.min(oldest, contribution.at());
            types.asked(contribution.type(), contribution.at());
            kinds.asked(ofKind, contribution.at());
        });
    }

    private void apply(Change change, List<TallyKey> keys) {
        for (TallyKey key : keys) {
            change.applyTo(key, open.computeIfAbsent(key, this::read));
        }
    }

    /** Jobs whose type has a name count under the kind of their request, too; no sum over types has both. */
    private void applyToKind(Optional<Contribution> before, Optional<Contribution> after, JobType kind) {
        Change change = new Change(
                before.map(contribution -> contribution.countedAs(kind)),
                after.map(contribution -> contribution.countedAs(kind)));
        List<TallyKey> keys = change.keys(nowSeconds).stream()
                .filter(key -> key.scope().equals(new Scope.OfType(kind)))
                .toList();
        apply(change, keys);
    }

    private void touch(Contribution contribution) {
        people.add(contribution.customer());
        people.addAll(contribution.providers());
        touchedTypes.add(contribution.type());
    }

    private Tally read(TallyKey key) {
        return cache.take(key)
                .or(() ->
                        isNew(key) ? Optional.empty() : set.get(Keys.tally(key)).map(Tally::decode))
                .orElseGet(() -> {
                    prune(key);
                    return new Tally();
                });
    }

    /** True when no job was counted in it before {@link #save}: then to look for it in the table would be in vain. */
    private boolean isNew(TallyKey key) {
        return isOfEmptyTable && key.bucket().end() <= oldestSaved;
    }

    /** The oldest buckets of a scope go when a new one comes, as far as they are no longer kept. */
    private void prune(TallyKey key) {
        if (isOfEmptyTable || key.bucket().granularity().kept().isEmpty()) {
            return;
        }
        byte[] first =
                Keys.tally(new TallyKey(key.scope(), Bucket.of(key.bucket().granularity(), 0)));
        byte[] prefix = Arrays.copyOf(first, first.length - Long.BYTES);
        for (Table.Entry row : set.scan(prefix, PRUNED)) {
            TallyKey old = TallyKey.decode(Arrays.copyOfRange(row.key(), 1, row.key().length));
            if (!old.bucket().isKept(nowSeconds)) {
                set.delete(row.key());
            }
        }
    }

    /** When jobs come by their time most buckets are done with once they are saved. */
    private void keep(TallyKey key, Tally tally) {
        if (!isOfEmptyTable || key.bucket().equals(Bucket.TOTAL)) {
            cache.put(key, tally);
        }
    }

    private void worked(Bytes32 provider, JobType type, boolean isTrue) {
        byte[] key = Keys.workedOn(provider, type);
        if (isTrue) {
            set.mark(key);
        } else {
            set.delete(key);
        }
    }

    /** How many tallies wait to be saved. */
    int size() {
        return open.size();
    }

    /** Puts what was changed into the write set, and marks what shows it. */
    void save() {
        open.forEach((key, tally) -> {
            if (tally.isEmpty()) {
                set.delete(Keys.tally(key));
            } else {
                set.put(Keys.tally(key), tally.encode());
                keep(key, tally);
            }
            if (key.scope() instanceof Scope.OfTypeAndProvider(JobType type, Bytes32 provider)
                    && key.bucket().equals(Bucket.TOTAL)) {
                worked(provider, type, !tally.isEmpty());
            }
        });
        oldestSaved = oldest;
        people.forEach(marks::profile);
        if (!touchedTypes.isEmpty()) {
            for (Window window : Window.values()) {
                marks.aggregate(new Scope.Market(), window);
                touchedTypes.forEach(type -> marks.aggregate(new Scope.OfType(type), window));
            }
        }
        types.forget();
        kinds.forget();
        open.clear();
        people.clear();
        touchedTypes.clear();
    }
}
