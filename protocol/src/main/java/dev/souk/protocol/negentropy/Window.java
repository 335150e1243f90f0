package dev.souk.protocol.negentropy;

import java.util.List;
import java.util.function.Predicate;

/** The part of a set that stands between two bounds. */
public record Window(ItemSet set, Bound first, Bound end) implements ItemSet {
    @Override
    public Sum sum(Bound from, Bound to) {
        return isEmpty(from, to) ? Sum.ZERO : set.sum(from(from), to(to));
    }

    @Override
    public List<Bound> cuts(Bound from, Bound to, int parts) {
        return isEmpty(from, to) ? List.of() : set.cuts(from(from), to(to), parts);
    }

    @Override
    public void forEach(Bound from, Bound to, Predicate<Bound> visitor) {
        if (!isEmpty(from, to)) {
            set.forEach(from(from), to(to), visitor);
        }
    }

    private boolean isEmpty(Bound from, Bound to) {
        return from(from).compareTo(to(to)) >= 0;
    }

    private Bound from(Bound bound) {
        return bound.compareTo(first) < 0 ? first : bound;
    }

    private Bound to(Bound bound) {
        return bound.compareTo(end) > 0 ? end : bound;
    }
}
