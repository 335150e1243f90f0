package dev.souk.protocol.negentropy;

import java.util.List;
import java.util.function.Predicate;

/**
 * A set of items (timestamp and id), in their order. It does not change while a message is answered. Owned by one thread at
 * a time.
 */
public interface ItemSet {
    /** The sum of what stands in a range; {@code from} is not behind {@code to}. */
    Sum sum(Bound from, Bound to);

    /**
     * Where to cut a range of at least {@code parts} items: some bounds within it, ascending, so that no part of it is
     * empty, nor much larger than others; about {@code parts} parts.
     */
    List<Bound> cuts(Bound from, Bound to, int parts);

    /** Shows what stands in a range, in order, until {@code visitor} says false. */
    void forEach(Bound from, Bound to, Predicate<Bound> visitor);
}
