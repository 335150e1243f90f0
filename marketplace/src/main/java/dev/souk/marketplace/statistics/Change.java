package dev.souk.marketplace.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job changed: what it contributed before goes, what it contributes now comes.
 *
 * @param before nothing for a job that is new, or whose request was unknown
 * @param after nothing for a job that is gone
 */
public record Change(Optional<Contribution> before, Optional<Contribution> after) {
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
        before.filter(old -> isUnder(old, key)).ifPresent(old -> tally.subtract(old, key.scope()));
        after.filter(young -> isUnder(young, key)).ifPresent(young -> tally.add(young, key.scope()));
    }

    private static boolean isUnder(Contribution contribution, TallyKey key) {
        return key.bucket().contains(contribution.at()) && contribution.isIn(key.scope());
    }
}
