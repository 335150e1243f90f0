package dev.souk.protocol.negentropy;

import java.util.List;
import java.util.function.Predicate;

/** Two sets that share no item, as one. */
public record Union(ItemSet one, ItemSet other) implements ItemSet {
    @Override
    public Sum sum(Bound from, Bound to) {
        return one.sum(from, to).plus(other.sum(from, to));
    }

    /** By the one that has at least half of the items, so that parts get smaller whatever the other one has. */
    @Override
    public List<Bound> cuts(Bound from, Bound to, int parts) {
        boolean isOneLarger = one.sum(from, to).count() >= other.sum(from, to).count();
        return (isOneLarger ? one : other).cuts(from, to, parts);
    }

    @Override
    public void forEach(Bound from, Bound to, Predicate<Bound> visitor) {
        Merge merge = new Merge(from, visitor);
        one.forEach(from, to, merge::show);
        merge.showOthers(to);
    }

    /** Shows the items of the other set where they belong. */
    private final class Merge {
        private final Predicate<Bound> visitor;
        private Bound next;
        private boolean goesOn = true;

        private Merge(Bound from, Predicate<Bound> visitor) {
            this.next = from;
            this.visitor = visitor;
        }

        private boolean show(Bound item) {
            showOthers(item);
            goesOn = goesOn && visitor.test(item);
            return goesOn;
        }

        private void showOthers(Bound to) {
            if (goesOn) {
                other.forEach(next, to, item -> {
                    goesOn = visitor.test(item);
                    return goesOn;
                });
                next = to;
            }
        }
    }
}
