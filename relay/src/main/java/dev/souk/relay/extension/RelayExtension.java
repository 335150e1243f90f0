package dev.souk.relay.extension;

import dev.souk.relay.desk.Desk;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.RequestPolicy;
import java.util.List;
import java.util.Set;

/**
 * Something that lives inside the relay and is no relay's business. Its powers: a veto on events and requests, a desk of
 * its own, and to be a client without a socket. The relay waits for it there, and as it says with {@link #maxLag}, only.
 *
 * <p>{@link #policies}, {@link #requestPolicies}, {@link #desks}, {@link #supportedNips} and {@link #describe} are asked
 * once, before {@link #start}, and {@link #routes} once after it; {@code describe} again, on any thread, whenever the relay
 * information document changes. {@code start} comes before the first client, {@code close} after the last request to a
 * route is answered and the feed has stopped. All else runs on the thread that starts or stops the relay.
 */
public interface RelayExtension extends AutoCloseable {
    /** A short lowercase name, unique in the process: names its thread, its tables and its meters. */
    String name();

    /** Its vetoes, asked after the relay's own. */
    default List<EventPolicy> policies() {
        return List.of();
    }

    /** Its vetoes on what is asked for. */
    default List<RequestPolicy> requestPolicies() {
        return List.of();
    }

    /** Where it deals with clients in the relay's name. */
    default List<Desk> desks() {
        return List.of();
    }

    /** NIPs that it adds to the relay information document. */
    default Set<Integer> supportedNips() {
        return Set.of();
    }

    /** Adds fields to the relay information document (NIP-11), such as {@code self}. */
    default void describe(InfoFields fields) {}

    /** What it serves over HTTP, on the relay's own port. */
    default List<HttpRoute> routes() {
        return List.of();
    }

    /**
     * True for the kinds of which its follower is shown every event that was stored, also those that are deleted, replaced
     * or expired before it has come to them; not what was moderated or has vanished. Asked by the writer at any time: pure
     * and quick.
     */
    default boolean mustSee(int kind) {
        return false;
    }

    /**
     * How many changes its follower may be behind: from half of it on the writer waits a little with each event, the more
     * the further, so that it is not left behind for good. That is asked of a follower that had caught up before, and that
     * moves. Asked by the writer at any time: quick.
     */
    default long maxLag() {
        return Long.MAX_VALUE;
    }

    /** Begins its work with what it may use; must not block. */
    default void start(RelayAccess access) {}

    /** Ends its work; nothing of {@link RelayAccess} may be used afterwards. */
    @Override
    default void close() {}
}
