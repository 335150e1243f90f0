package dev.souk.marketplace.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job changed: what it contributed before goes, what it contributes now comes. Owned by one thread. */
public final class Change {
    private static final Scope WHOLE = new Scope.Market();

    private final Optional<Contribution> before;
    private final Optional<Contribution> after;

    /** What was worked out for some tally, for the next one to which the same is done. */
    private final Map<Work, Addends> known = new HashMap<>();

    /**
     * @param before nothing for a job that is new, or whose request was unknown
     * @param after nothing for a job that is gone
     */
    public Change(Optional<Contribution> before, Optional<Contribution> after) {
        this.before = before;
        this.after = after;
    }

    /** All tallies that it changes, each once: the offers of others that stay as they are cost nothing. */
    public List<TallyKey> keys(long nowSeconds) {
        List<TallyKey> keys = new ArrayList<>();
        before.ifPresent(old -> addKeys(keys, old, nowSeconds, false));
        after.ifPresent(young -> addKeys(keys, young, nowSeconds, before.isPresent()));
        return keys;
    }

    private void addKeys(List<TallyKey> keys, Contribution contribution, long nowSeconds, boolean isSecond) {
        for (Scope scope : contribution.scopes()) {
            if (isUnchanged(scope)) {
                continue;
            }
            boolean isThere = isSecond && before.orElseThrow().isIn(scope);
            for (Granularity granularity : scope.granularities()) {
                Bucket bucket = Bucket.of(granularity, contribution.at());
                boolean isRepeated =
                        isThere && bucket.contains(before.orElseThrow().at());
                if (!isRepeated && bucket.isKept(nowSeconds)) {
                    keys.add(new TallyKey(scope, bucket));
                }
            }
        }
    }

    private boolean isUnchanged(Scope scope) {
        if (before.isEmpty() || after.isEmpty()) {
            return false;
        }
        Contribution old = before.get();
        Contribution young = after.get();
        return switch (scope) {
            case Scope.Market market -> old.equals(young);
            case Scope.OfType type -> old.equals(young);
            case Scope.OfCustomer customer -> old.equals(young);
            case Scope.OfProvider(var provider) ->
                isAlikeForProviders(old, young) && old.offerOf(provider).equals(young.offerOf(provider));
            case Scope.OfTypeAndProvider(var type, var provider) ->
                isAlikeForProviders(old, young) && old.offerOf(provider).equals(young.offerOf(provider));
        };
    }

    private static boolean isAlikeForProviders(Contribution old, Contribution young) {
        return old.at() == young.at()
                && old.type().equals(young.type())
                && old.customer().equals(young.customer())
                && ((old.outcome() ^ young.outcome()) & Counter.TOLD_TO_PROVIDERS) == 0;
    }

    /** Makes the change to the tally of {@code key}. */
    public void applyTo(TallyKey key, Tally tally) {
        boolean isTaken = isUnder(before, key);
        boolean isGiven = isUnder(after, key);
        if (isTaken || isGiven) {
            known.computeIfAbsent(new Work(isTaken, isGiven, alike(key.scope())), this::addends)
                    .applyTo(tally, isGiven ? 1 : -1);
        }
    }

    /** What is done to a tally: the scope is one of those that see the same of a job. */
    private record Work(boolean isTaken, boolean isGiven, Scope scope) {}

    private static Scope alike(Scope scope) {
        return switch (scope) {
            case Scope.Market market -> market;
            case Scope.OfType type -> WHOLE;
            case Scope.OfCustomer customer -> WHOLE;
            case Scope.OfProvider provider -> provider;
            case Scope.OfTypeAndProvider(var type, var provider) -> new Scope.OfProvider(provider);
        };
    }

    private Addends addends(Work work) {
        if (work.isTaken() && work.isGiven()) {
            return Addends.difference(before.orElseThrow(), after.orElseThrow(), work.scope());
        }
        return Addends.of((work.isTaken() ? before : after).orElseThrow(), work.scope());
    }

    private static boolean isUnder(Optional<Contribution> contribution, TallyKey key) {
        return contribution
                .filter(there -> key.bucket().contains(there.at()) && there.isIn(key.scope()))
                .isPresent();
    }
}
