package dev.souk.relay.extension;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.policy.Bans;
import dev.souk.relay.policy.Caller;
import dev.souk.storage.Change;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** What an extension may use. Thread-safe. */
public interface RelayAccess {
    /**
     * Publishes through the same door as every client, as {@link Caller#inside} of the extension's name. The future ends
     * with the answer a client would get, OK false {@code error:} when the relay is busy; it ends on a thread of the
     * relay, so what depends on it must be short or go elsewhere.
     */
    CompletableFuture<Ok> publish(Event event);

    /**
     * The same for an event that the extension has signed itself a moment ago: its signature is taken for right, as to
     * check it would cost more than all the rest.
     */
    CompletableFuture<Ok> publishOwn(Event event);

    /**
     * Brings what another relay has: through the same door as every client, as {@link Caller#peer}. Never waits.
     *
     * @param from what the operator calls that relay
     * @param isTrusted whether that relay's word is enough for signatures; ids are checked in any case
     * @param answer told what a client would be, on a thread of the relay that must not be held up
     * @return false when too many events wait: this one was not taken, and is not answered
     */
    boolean bring(Event event, String from, boolean isTrusted, Consumer<Ok> answer);

    /** The newest matches, at most {@code max}. Blocks for the time of the reads. */
    List<StoredEvent> query(List<Filter> filters, int max);

    /** The newest match; the version that counts, when the filter names a replaceable event. Blocks for the read. */
    default Optional<StoredEvent> newest(Filter filter) {
        return query(List.of(filter.withLimit(1)), 1).stream().findFirst();
    }

    /** The stored event of this id, even when it has expired and is not swept yet. A cheap read. */
    Optional<StoredEvent> event(Bytes32 id);

    /** True for a request to vanish that counts here (NIP-62). */
    boolean honours(Event request);

    /** What the operator has banned. Of what is stored the removals are fed; whoever keeps more has to look here. */
    Bans bans();

    /**
     * True for an event that anybody may see: a client that asks for it over a WebSocket and has proved nothing is shown
     * it. What an extension shows to whoever comes, such as its routes, must ask. Cheap, and never waits.
     */
    boolean isPublic(EventHeader event);

    /** The number of the last committed change; how far a follower lags is the distance from its checkpoint. */
    long sequence();

    /**
     * Follows the store's changes on the extension's own thread: first what came after {@code sequence}, then
     * everything new, in order, at least once and exactly once if the follower writes the page's {@link Page#next}
     * together with what it made of the page.
     *
     * @throws IllegalStateException when it is called a second time
     */
    void follow(long sequence, FeedFollower follower);

    /** Has {@link FeedFollower#idle} called soon. Any thread, never waits. */
    void wake();

    /** The extension's own durable table of this name. */
    Table table(String name);

    /** The relay's clock. */
    InstantSource clock();

    /** For things that happen later; tasks must be short. */
    ScheduledExecutorService scheduler();

    /** For meters; their names begin with {@code souk.<extension>}. */
    MeterRegistry meters();

    /**
     * Some changes.
     *
     * @param startsAnew what was followed before is no longer known to the feed: forget it, these are the first changes
     * @param next where to follow on from
     */
    record Page(List<Change> changes, boolean startsAnew, long next) {}
}
