package dev.souk.relay.mirror;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.util.Set;
import java.util.function.Predicate;

/** Which events are awaited under one subscription id, and how many. Owned by the mirror's thread. */
final class Request {
    private final Predicate<Event> wanted;
    private final long max;
    private long left;
    private long taken;
    private long oldest = Long.MAX_VALUE;

    private Request(Predicate<Event> wanted, long max) {
        this.wanted = wanted;
        this.max = max;
        this.left = max;
    }

    /** As many as match. */
    static Request forAll(Predicate<Event> wanted) {
        return new Request(wanted, Long.MAX_VALUE);
    }

    /** At most so many. */
    static Request forSome(Predicate<Event> wanted, int max) {
        return new Request(wanted, max);
    }

    /** Each of these, once; those that come are taken out of the set. */
    static Request forThese(Set<Bytes32> ids) {
        return new Request(event -> ids.remove(event.id()), ids.size());
    }

    /** True when it is one of those that were asked for. */
    boolean takes(Event event) {
        if (left <= 0 || !wanted.test(event)) {
            return false;
        }
        left--;
        taken++;
        oldest = Math.min(oldest, event.createdAt());
        return true;
    }

    /** It was refused, and is asked once more. */
    void again() {
        left = max;
    }

    long taken() {
        return taken;
    }

    /** The lowest {@code created_at} that came. */
    long oldest() {
        return oldest;
    }
}
